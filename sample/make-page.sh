#!/bin/sh
# Makes the page: make-page.sh GREETING OUTPUT
set -eu
greeting=$1
output=$2
machine=$(uname -m)

mkdir -p "$output"
echo "making the page on $machine"
for part in header body footer; do
    echo "  $part"
    sed -e "s|@GREETING@|$greeting|" -e "s|@MACHINE@|$machine|" "page/$part.html" >> "$output/index.html"
done
cp page/style.css "$output/style.css"
