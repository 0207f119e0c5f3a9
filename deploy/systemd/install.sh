#!/bin/sh
# Puts a release, the units and examples of the settings on this machine: install.sh FOLDER VERSION
# FOLDER is what publish.sh has filled, VERSION what the release is to be called, such as 1.4.0. Starts, stops and switches nothing, and never touches
# settings that are there; so it may be run again. With ROOT=/some/folder it writes below that folder, for an image.
set -eu

usage="give the folder that was published and the name of the release: install.sh published 1.4.0"
published=${1:?$usage}
version=${2:?$usage}
root=${ROOT:-}
here=$(cd "$(dirname "$0")" && pwd)

case $version in
    *[!A-Za-z0-9.+_-]* | .*) echo "The release is called '$version'; use letters, digits and . + _ -" >&2; exit 2 ;;
esac

for host in migrator orders-endpoint notification-endpoint reconciliation-job recoverability-endpoint; do
    [ -d "$published/$host" ] || { echo "There is no $published/$host; run publish.sh first." >&2; exit 2; }
done

# Under another name until it is whole. A release that is there stays as it is: processes may run from it.
release="$root/opt/notifications/releases/$version"
if [ -e "$release" ]; then
    echo "The release $version is there already and stays as it is."
else
    rm -rf "$release.part"
    mkdir -p "$release.part"
    cp -R "$published/." "$release.part/"
    chmod -R u=rwX,go=rX "$release.part"
    [ -n "$root" ] || chown -R root:root "$release.part"
    mv "$release.part" "$release"
fi

install -d -m 755 "$root/etc/systemd/system/notifications-.service.d" "$root/etc/sysusers.d" "$root/etc/notifications"
install -m 644 "$here"/*.service "$here"/*.target "$here"/*.timer "$root/etc/systemd/system/"
install -m 644 "$here"/notifications-.service.d/*.conf "$root/etc/systemd/system/notifications-.service.d/"
install -m 644 "$here/notifications.sysusers.conf" "$root/etc/sysusers.d/notifications.conf"
for example in "$here"/env/*.env; do
    settings="$root/etc/notifications/$(basename "$example")"
    [ -e "$settings" ] || install -m 600 "$example" "$settings"
done

if [ -z "$root" ]; then
    systemd-sysusers notifications.conf
    systemctl daemon-reload
fi
echo "The release $version is in $release. To switch to it: ln -sfn releases/$version /opt/notifications/next && mv -T /opt/notifications/next /opt/notifications/current"
