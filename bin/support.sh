# SPDX-License-Identifier: EUPL-1.2
# What the commands in bin/ share: plain messages, the disk check, building one preset. Sourced, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() {
  printf '\n\033[1;31m%s\033[0m\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# need_disk MEGABYTES: refuses early instead of failing half way through a build.
need_disk() {
  local free
  free=$(df -Pm "$root" | awk 'NR==2 {print $4}')
  [ "$free" -ge "$1" ] || fail "Auf dem Datenträger sind nur noch $free MB frei; gebraucht werden etwa $1 MB." \
    "Schaffen Sie Platz (zum Beispiel: den Ordner build/ löschen) und starten Sie den Befehl noch einmal." \
    "Only $free MB are free on this disk; about $1 MB are needed. Free some space and run the command again."
}

# build PRESET TARGET...: configure when needed, then build. Second runs do nothing when nothing changed.
build() {
  local preset=$1
  shift
  need_disk 1500
  if [ ! -f "build/$preset/build.ninja" ]; then
    cmake --preset "$preset" >"build-$preset.log" 2>&1 || { tail -n 30 "build-$preset.log" >&2; rm -f "build-$preset.log";
      fail "Der Bau konnte nicht vorbereitet werden (siehe oben)." "Fehlt ein Paket? bin/setup installiert alles, was gebraucht wird."; }
    rm -f "build-$preset.log"
  fi
  cmake --build "build/$preset" --parallel "$(nproc)" --target "$@" >&2 ||
    fail "Der Bau ist fehlgeschlagen (siehe oben)." "Nach einem abgebrochenen Bau hilft oft: rm -rf build/$preset und noch einmal starten."
}

# port_is_free PORT
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
