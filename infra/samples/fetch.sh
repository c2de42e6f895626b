#!/bin/sh
# Gets the packages that the sample documents are taken from. Wants Debian 12 (apt-get, dpkg), pip, npm.
# Usage: infra/samples/fetch.sh CACHE_DIR
set -eu
cache=${1:?usage: fetch.sh CACHE_DIR}
mkdir -p "$cache/x"
cd "$cache"

apt-get download rust-doc debian-handbook postgresql-doc-15 jargon-text python3.11-doc golang-1.19-src
for package in ./*.deb; do dpkg -x "$package" x; done

for package in datasets-sotu datasets-moby-dick; do
  npm pack --silent "@stdlib/$package@0.2.3"
  mkdir -p "x/$package"
  tar -xzf "stdlib-$package-0.2.3.tgz" -C "x/$package"
done

# The wheel carries a cut of an English Wikipedia dump of spring 2016 among its test data.
pip download --quiet --no-deps gensim==4.3.3
python3 -m zipfile -e gensim-4.3.3-*.whl x/gensim
