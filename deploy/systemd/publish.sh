#!/bin/sh
# Publishes the hosts and the migrator, each into a folder of the name that its unit knows: deploy/systemd/publish.sh FOLDER
# On a machine with the .NET SDK; the server needs the runtime alone.
set -eu

folder=${1:?give the folder to publish into}
repository=$(cd "$(dirname "$0")/../.." && pwd)

publish() {
    dotnet publish "$repository/src/$1" --configuration Release --output "$folder/$2" --nologo --verbosity quiet -p:UseAppHost=false
}

publish Database migrator
publish OrdersEndpoint orders-endpoint
publish NotificationEndpoint notification-endpoint
publish ReconciliationJob reconciliation-job
publish RecoverabilityEndpoint recoverability-endpoint
