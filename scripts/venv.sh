#!/bin/sh
# Makes .venv and installs the given requirement files, each only when it has changed.
#   sh scripts/venv.sh requirements.txt [requirements-test.txt]
set -eu
cd "$(dirname "$0")/.."

say() { # say ENGLISH CHINESE: one sentence in the language of the terminal
  case "${LINLI_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
    zh*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python; do
    if new_enough "$name"; then
      printf '%s\n' "$name"
      return 0
    fi
  done
  return 1
}

if ! new_enough .venv/bin/python; then
  if ! python=$(find_python); then
    say "Linli Cup needs Python 3.11 or newer. Install it, or name it: PYTHON=/path/to/python3.11 make run" \
        "邻里杯需要 Python 3.11 或更新的版本。请先安装，或者指明它在哪里：PYTHON=/path/to/python3.11 make run"
    exit 1
  fi
  rm -rf .venv
  if ! "$python" -m venv .venv; then
    rm -rf .venv
    say "The folder .venv could not be made here. Check that this folder can be written; on Debian or Ubuntu also: apt install python3-venv" \
        "这里建不了 .venv 文件夹。请确认当前文件夹可以写入；Debian 或 Ubuntu 上还需要：apt install python3-venv"
    exit 1
  fi
fi

for file in "$@"; do
  stamp=".venv/installed-$file"
  if ! cmp -s "$file" "$stamp"; then
    say "Installing what $file names …" "正在安装 $file 里列出的软件包……"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file"; then
      say "What $file names could not be installed; the lines above say why. Check the network and run the command again." \
          "$file 里列出的软件包没有装好，原因见上面几行。请检查网络后再运行一次。"
      exit 1
    fi
    cp "$file" "$stamp"
  fi
done
