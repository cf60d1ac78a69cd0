#!/bin/sh
# Installs or upgrades taizhang from this folder, without a network: sh install.sh [FOLDER]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-/opt/taizhang}
python=${PYTHON:-python3}
say() { echo "$1" >&2; exit 1; }

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ||
  say "没有找到 $python。请先安装 Python 3.11 或更新的版本，或者用 PYTHON=路径 sh install.sh 指明。"
grep -qx "$version" "$here/python-versions" ||
  say "本机是 Python $version，安装包只含 $(tr '\n' ' ' < "$here/python-versions")的组件。请用 PYTHON=路径 sh install.sh 指明合适的版本。"
mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
  say "目录 $folder 不能写入。请用 sudo sh install.sh，或者 sh install.sh ~/taizhang"
"$python" -m venv "$folder/.venv" ||
  say "本机 Python 缺少 venv。Debian、Ubuntu、UOS 请安装 python$version-venv（系统安装盘中有）。"
pip="$folder/.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index"
$pip --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"
$pip --no-deps --force-reinstall "$here"/wheels/taizhang-*.whl
echo "已安装到 $folder。启动：TAIZHANG_HOME=/var/lib/taizhang $folder/.venv/bin/taizhang serve"
