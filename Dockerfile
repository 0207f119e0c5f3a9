# One recipe for every host: docker build --build-arg PROJECT=OrdersEndpoint .
# PROJECT is a folder in src: Database, OrdersEndpoint, NotificationEndpoint, ReconciliationJob or RecoverabilityEndpoint.

# The output is portable, so the SDK runs on the builder's own processor: .NET does not support emulated ones.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk
WORKDIR /repo

# What decides a restore, and no more. The next stage copies it by content: an edited source file does not restore again.
FROM sdk AS projects
COPY . .
RUN find src -type f ! -name '*.csproj' ! -name '*.props' -delete

# From here to the last stage nothing depends on PROJECT: all images share one restore and one compilation.
FROM sdk AS published
COPY --from=projects /repo .
RUN for project in src/*/*.csproj; do dotnet restore "$project" || exit 1; done
COPY . .
# Every host is called host.dll too, so that one entry point fits all.
RUN for project in src/*; do \
      published="/published/${project#src/}"; \
      dotnet publish "$project" --no-restore --configuration Release --output "$published" -p:UseAppHost=false || exit 1; \
      ln -s "Notifications.${project#src/}.dll" "$published/host.dll"; \
    done

# Chiselled: .NET, what it needs, and nothing else. No shell, no package manager, and a user that is not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
ARG PROJECT
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Notifications: ${PROJECT}" \
      org.opencontainers.image.description="One confirmation e-mail for every order, within five minutes" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=published ["/published/${PROJECT:?name a folder in src: --build-arg PROJECT=OrdersEndpoint}", "."]
# Diagnostics are off because they write to a file system that may be read-only. The base image's HTTP_PORTS is emptied
# because a host complains when it finds URLS beside it.
# The collector comes a quarter as often with 64 MB for new objects; docs/capacity.md. A host rehearses before it takes work; docs/adr/0021.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_GCgen0size=0x4000000 \
    Rehearsal__AtMost=00:00:20 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --retries=3 --start-period=1m CMD ["dotnet", "host.dll", "--check-health"]
# dotnet is the process that SIGTERM reaches.
ENTRYPOINT ["dotnet", "host.dll"]
