#!/bin/sh
# Writes one file with which a machine without a network installs taizhang: tools/bundle/make.sh PYTHON FILE [VERSION…]
# With REQUIREMENTS=requirements-s3.txt what S3 needs comes along.
# VERSIONS of Python (3.11 3.12 …) for which wheels are packed; without any, that of PYTHON.
set -eu
python=$1 file=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/taizhang-bundle
mkdir -p "$bundle/wheels" "$bundle/docs" "$(dirname "$file")"
[ $# -gt 0 ] || set -- "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
for version in "$@"; do
  "$python" -m pip download --quiet --disable-pip-version-check --only-binary :all: --no-deps --require-hashes \
    --python-version "$version" -d "$bundle/wheels" -r "${REQUIREMENTS:-requirements.txt}"
done
rm -rf build/lib build/bdist.*  # what was deleted from the sources since must not come along
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps -w "$bundle/wheels" .
cp tools/bundle/install.sh LICENSE "$bundle/"
cp "${REQUIREMENTS:-requirements.txt}" "$bundle/requirements.txt"
cp -r docs/deploy docs/settings.md "$bundle/docs/"
printf '%s\n' "$@" > "$bundle/python-versions"
tar czf "$file" -C "$work" taizhang-bundle
echo "$file"
