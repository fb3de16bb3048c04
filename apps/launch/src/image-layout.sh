#!/bin/sh
# Lays out the image in the given folder: the deployed node_modules at the top, and the workspace's packages as sources
# beside it. Node strips types only outside node_modules, so the packages there are links to their sources.
set -eu
image=$1

mv "$image/deployed/node_modules" "$image/node_modules"
rm -r "$image/deployed" "$image/node_modules/@muster"

for member in apps/bff apps/kore-sandbox packages/contracts packages/core packages/kore-api packages/wording; do
  mkdir -p "$image/$member" "$image/node_modules/@muster"
  cp -r "$member/package.json" "$member/src" "$image/$member/"
  ln -s "../../$member" "$image/node_modules/@muster/$(basename "$member")"
done
cp -r packages/wording/locales "$image/packages/wording/"
mkdir -p "$image/apps/web"
cp -r apps/web/dist "$image/apps/web/dist"
cp LICENSE "$image/"
node apps/launch/src/image-package.mjs package.json "$image"

find "$image/apps" "$image/packages" -name testing -type d -prune -exec rm -r {} +
find "$image/apps" "$image/packages" \( -name '*.spec.ts' -o -name '*.contract.ts' -o -name '*.fixture.ts' \) -delete
