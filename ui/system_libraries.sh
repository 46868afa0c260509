#!/bin/sh
# The libraries that Qt takes from the system and a fresh Debian or Ubuntu lacks: installs them where the
# user is root, prints the line that does where not. Elsewhere than on Debian's kin it does nothing.
set -u
command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || exit 0

packages="libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 libx11-xcb1
 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fonts-dejavu-core"

missing=""
for package in $packages; do
    # Since Debian 13 and Ubuntu 24.04 some names end in t64 (64-bit time); either one will do.
    dpkg-query -W -f '${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null |
        grep -qx installed || missing="$missing $package"
done
# Any Chinese font will do; this one is small.
if ! fc-list :lang=zh 2>/dev/null | grep -q . && [ ! -d /usr/share/fonts/truetype/wqy ]; then
    missing="$missing fonts-wqy-microhei"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    echo "Installing what Qt needs from the system:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
    echo "That failed; try: apt-get update && apt-get install$missing"
    exit 1
fi
echo "The window needs some system libraries; once: sudo apt-get install$missing"
