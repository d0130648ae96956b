#!/bin/sh
# Makes the sound files of the demo's speeches and their level tracks from speeches.json, with espeak-ng, sox and
# opusenc. The results are committed: run this only after a change of the texts or voices
# (with -new: for new texts, whose files are not there yet).
set -eu
cd "$(dirname "$0")"
for tool in espeak-ng sox opusenc; do
	command -v "$tool" >/dev/null || { echo "voice.sh: $tool is not installed" >&2; exit 1; }
done
exec go run ./voice "$@"
