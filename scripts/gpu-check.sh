#!/usr/bin/env bash
# Runs everything that needs a GPU and writes one report, for people who have one: scripts/gpu-check.sh [out/gpu-report.md]
# Without a GPU each part says so and the rest goes on. Ends with 0 where all that this machine has works.
set -uo pipefail
cd "$(dirname "$0")/.."

report=${1:-out/gpu-report.md}
mkdir -p "$(dirname "$report")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# Each argument is a line.
say() { printf '%s\n' "$@" | tee -a "$report"; }

# part NAME COMMAND...: its output into the report, and whether it went well.
part() {
  local name=$1 log="$folder/log" started=$SECONDS code
  shift
  "$@" >"$log" 2>&1
  code=$?
  say "" "## $name" ""
  if [ $code -eq 0 ]; then say "Works, $((SECONDS - started)) s."; else say "**Does not work** (exit code $code)."; fi
  say "" '```' "$(tr '\r' '\n' <"$log" | tail -n 40 | cut -c1-300)" '```'
  return $code
}

lacks() { say "" "## $1" "" "Not tried: $2"; }

framefarm() { bin/framefarm "$@"; }

render() {
  local method=$1 encoder=$2 out="$folder/$1-$2.mp4"
  FRAMEFARM_DATA="$folder/data" framefarm render "$folder/film.json" -o "$out" --method "$method" --encoder "$encoder" --no-cache || return
  ffprobe -v error -select_streams v -count_packets -show_entries stream=codec_name,width,height,nb_read_packets -of default=nw=1 "$out"
}

# So many encodes at once as the argument says, each of two seconds of 1080p.
sessions() {
  local count=$1 pids=() ok=0
  for ((n = 0; n < count; n++)); do
    ffmpeg -v error -f lavfi -i testsrc2=s=1920x1080:r=30:d=2 -c:v h264_nvenc -f null - & pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" && ok=$((ok + 1)); done
  echo "$ok of $count encodes at once ended well"
  [ "$ok" -eq "$count" ]
}

speed() {
  for preset in p1 p4 p6; do
    echo "preset $preset:"
    ffmpeg -hide_banner -benchmark -f lavfi -i testsrc2=s=1920x1080:r=30:d=20 -c:v h264_nvenc -preset "$preset" -f null - 2>&1 |
      tr '\r' '\n' | grep -E 'speed=|rtime' | tail -n 2
  done
}

card() { nvidia-smi --query-gpu=name,driver_version,memory.total,encoder.stats.sessionCount --format=csv; }

cat >"$folder/film.json" <<END
{ "version": 1, "scenes": [
  { "image": "$PWD/samples/photos/brook.jpg", "duration": 4, "kenBurns": { "preset": "zoom-in" } },
  { "image": "$PWD/samples/photos/bridge.jpg", "duration": 4, "kenBurns": { "preset": "pan-left" } } ] }
END

: >"$report"
say "# GPU check" "" "$(date -u '+%Y-%m-%d %H:%M UTC'), $(uname -sm), Framefarm $(framefarm --version)"

has_card=0
if command -v nvidia-smi >/dev/null && nvidia-smi >/dev/null 2>&1; then
  has_card=1
  part "The card" card || failed=1
else
  lacks "The card" "nvidia-smi is not here or finds none. In a container: --gpus all, and NVIDIA_DRIVER_CAPABILITIES=compute,video,graphics,utility."
fi

part "What this machine can render with (framefarm doctor)" framefarm doctor || failed=1

nvenc=0
if part "NVENC: one real encode by h264_nvenc" ffmpeg -v error -f lavfi -i color=c=gray:s=320x240:r=30:d=1 -c:v h264_nvenc -f null -; then
  nvenc=1
elif [ $has_card -eq 1 ]; then
  say "" "The card is there and does not encode. H100, H200 and A100 have no NVENC; else the reason is above: most often a driver older than this FFmpeg wants."
else
  say "" "As it has to be without a card."
fi

if part "Chromium draws on the card (FRAMEFARM_CHROME_GPU=required)" env FRAMEFARM_CHROME_GPU=required bin/framefarm doctor; then
  part "A film by stream, drawn on the card" env FRAMEFARM_CHROME_GPU=required bash -c "$(declare -f render framefarm); folder=$folder render stream auto" || failed=1
  part "A film by screenshots, drawn on the card" env FRAMEFARM_CHROME_GPU=required bash -c "$(declare -f render framefarm); folder=$folder render screenshot auto" || failed=1
else
  [ $has_card -eq 1 ] && failed=1
  lacks "A film by stream, drawn on the card" "Chromium has no card here, and said so instead of drawing by a program."
fi

if [ $nvenc -eq 1 ]; then
  part "A film by layers, encoded by NVENC" render layers gpu || failed=1
  part "NVENC: speed at 1080p by preset" speed || failed=1
  part "NVENC: 4 sessions at once, as many as Framefarm opens" sessions 4 || failed=1
  part "NVENC: 12 sessions at once (GeForce drivers refuse some)" sessions 12 || say "" "FRAMEFARM_NVENC_SESSIONS has to stay below what this driver allows."
else
  lacks "A film by layers, encoded by NVENC" "no NVENC."
  lacks "NVENC: speed and sessions" "no NVENC."
  # What is asked for and cannot be had has to be refused, with the reason.
  if part "A film with --encoder gpu is refused, not encoded otherwise" bash -c "$(declare -f render framefarm); folder=$folder; ! render layers gpu"; then :; else failed=1; fi
fi

part "The same film by layers, encoded by the processor" render layers cpu || failed=1

say "" "---" "" "$([ $failed -eq 0 ] && echo 'All that this machine has works.' || echo 'Something that this machine has does not work.') Report: $report"
exit $failed
