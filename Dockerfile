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
RUN for project in src/*; do \
      dotnet publish "$project" --no-restore --configuration Release --output "/published/${project#src/}" \
        -p:UseAppHost=false || exit 1; \
    done

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG PROJECT
WORKDIR /app
COPY --from=published ["/published/${PROJECT:?name a folder in src: --build-arg PROJECT=OrdersEndpoint}", "."]
# Diagnostics are off because they write to a file system that may be read-only. The base image's HTTP_PORTS is emptied
# because a host complains when it finds URLS beside it.
ENV HOST_ASSEMBLY=Notifications.${PROJECT}.dll \
    DOTNET_EnableDiagnostics=0 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://+:8080
USER $APP_UID
EXPOSE 8080
# The exec form knows no variables; "exec" puts dotnet in the shell's place, so that SIGTERM reaches it.
ENTRYPOINT ["/bin/sh", "-c", "exec dotnet \"$HOST_ASSEMBLY\" \"$@\"", "--"]
