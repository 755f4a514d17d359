#!/bin/sh
# Makes the page: make-page.sh GREETING ARCHITECTURE OUTPUT
set -eu
greeting=$1
architecture=$2
output=$3

mkdir -p "$output"
echo "making the page for $architecture on $(uname -m)"
for part in header body footer; do
    echo "  $part"
    sed -e "s|@GREETING@|$greeting|" -e "s|@ARCHITECTURE@|$architecture|" "page/$part.html" >> "$output/index.html"
done
cp page/style.css "$output/style.css"
