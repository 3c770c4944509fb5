#!/usr/bin/env bash
#
# Makes the sound of the sample films:
#
#   samples/voice/01.ogg, 02.ogg, ...  one narration for each line of
#                                      samples/voice/narration.txt
#   samples/music.ogg                  calm background music that loops
#   samples/effects/clock.ogg          two seconds of a ticking clock
#
# The voices are spoken by espeak-ng; the music is synthesised note by note,
# and the clock tick by tick, with sox. Nothing is downloaded and nothing is recorded.
#
# Debian packages: espeak-ng sox libsox-fmt-base
#
# Usage: scripts/make-samples.sh [voice|music|effects]   (without a word: all)

set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/../samples"

what=${1:-all}
case $what in
  all | voice | music | effects) ;;
  *) echo "usage: $0 [voice|music|effects]" >&2; exit 2 ;;
esac

for tool in espeak-ng sox soxi; do
  command -v "$tool" >/dev/null || { echo "$0: $tool is not installed" >&2; exit 1; }
done

# The same "random" numbers at every run, so that the same files come out.
sox() { command sox -R "$@"; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# ---------------------------------------------------------------- voices ----

# Every narration has to fit in its scene: 4 to 7 seconds.
min_seconds=4
max_seconds=7

make_voices() {
  local n=0 line name length
  while IFS= read -r line || [[ -n $line ]]; do
    [[ -n $line ]] || continue
    n=$((n + 1))
    name=$(printf '%02d' "$n")
    espeak-ng -v en-gb -s 145 -p 42 -w "$tmp/spoken.wav" "$line" </dev/null

    # Cut the silence at both ends, take off rumble and harshness, even out
    # the loudness, and leave a short margin with fades so that no edge clicks.
    sox "$tmp/spoken.wav" -r 24000 -c 1 -b 24 "$tmp/clean.wav" \
      gain -6 \
      highpass 70 bass +2 180 treble -2 6000 \
      compand 0.005,0.15 6:-70,-70,-30,-21,-12,-9,0,-6 0 -90 0.005 \
      silence 1 0.01 0.2% fade t 0.015 reverse \
      silence 1 0.01 0.2% fade t 0.04 reverse \
      pad 0.06 0.2 \
      gain -n -3
    sox "$tmp/clean.wav" -C 4 "voice/$name.ogg"

    length=$(soxi -D "voice/$name.ogg")
    awk -v s="$length" -v a="$min_seconds" -v b="$max_seconds" \
      'BEGIN { exit !(s >= a && s <= b) }' ||
      { echo "$0: narration $name lasts $length s, not $min_seconds to $max_seconds s" >&2; exit 1; }
    printf 'voice/%s.ogg  %.2f s\n' "$name" "$length"
  done < voice/narration.txt
}

# ----------------------------------------------------------------- music ----

# 72 beats a minute at 48 kHz: every length below is a whole number of samples,
# so that the loop is exactly sixteen bars long.
rate=48000
eighth=20000              # samples
beat=$((2 * eighth))
bar=$((4 * beat))

# One line a bar: bass note; four notes of the pad; melody as NOTE@BEAT.
score() {
  cat <<'SCORE'
D2  | A3 C#4 E4 F#4 |
B1  | A3 B3 D4 F#4  | F#5@3
G2  | G3 B3 D4 F#4  | D5@1
A2  | G3 B3 D4 E4   |
F#2 | A3 C#4 E4 F#4 | E5@3
B1  | A3 B3 D4 F#4  | D5@1
E2  | G3 B3 D4 F#4  | B4@1
A2  | G3 A3 C#4 E4  | C#5@3
G2  | G3 B3 D4 F#4  | D5@1 F#5@3
A2  | A3 C#4 E4 F#4 | E5@1 C#5@3
F#2 | A3 C#4 E4 F#4 | C#5@1 E5@4
B1  | A3 C#4 D4 F#4 | D5@1
E2  | G3 B3 D4 E4   | G5@1 F#5@3
A2  | G3 B3 D4 E4   | E5@1 D5@3
D2  | A3 C#4 E4 F#4 | F#5@1 A5@3
A2  | G3 B3 D4 E4   | E5@1
SCORE
}

# Semitones from A4 (what sox calls %n) for a note such as F#3.
semitones() {
  local note=$1 step
  case ${note%?} in
    C) step=-9 ;; 'C#') step=-8 ;; D) step=-7 ;; 'D#') step=-6 ;; E) step=-5 ;;
    F) step=-4 ;; 'F#') step=-3 ;; G) step=-2 ;; 'G#') step=-1 ;; A) step=0 ;;
    'A#') step=1 ;; B) step=2 ;;
    *) echo "$0: unknown note $note" >&2; return 1 ;;
  esac
  echo $((step + 12 * (${note: -1} - 4)))
}

add_cents() {
  awk -v n="$1" -v c="$2" 'BEGIN { printf "%.2f", n + c / 100 }'
}

# synth_note KIND SEMITONES: prints the name of a stereo file with that note,
# which is made at its first use.
synth_note() {
  local kind=$1 n=$2 file="$tmp/note-$1$2.wav"
  if [[ ! -e $file ]]; then
    local from=(sox -r "$rate") to=(-n -b 32 "$file")
    case $kind in
      pad)    # two saws a little apart, one on each side, made very dark
        "${from[@]}" -c 2 "${to[@]}" synth 4.9 \
          sawtooth "%$(add_cents "$n" 3)" sawtooth "%$(add_cents "$n" -3)" \
          gain -8 lowpass 600 lowpass 1400 fade t 1.1 4.9 1.6 ;;
      pluck)  # a soft string
        "${from[@]}" -c 1 "${to[@]}" synth 3 pluck "%$n" \
          gain -6 lowpass 1800 highpass 120 fade p 0.004 3 2.6 remix 1 1 ;;
      bass)   # a sine with a touch of its octave
        "${from[@]}" -c 2 "${to[@]}" synth 2.9 sine "%$n" sine "%$((n + 12))" \
          gain -4 fade t 0.03 2.9 2.4 remix 1v0.65,2v0.35 1v0.65,2v0.35 ;;
      bell)   # a small chime: a sine and two faint overtones
        "${from[@]}" -c 3 "${to[@]}" synth 3.2 sine "%$n" sine "%$((n + 12))" sine "%$((n + 28))" \
          gain -4 fade p 0.006 3.2 3.15 remix 1v0.85,2v0.12,3v0.03 1v0.85,2v0.12,3v0.03 ;;
    esac
  fi
  echo "$file"
}

# add KIND SEMITONES START VOLUME [LEFT RIGHT]: puts a note, START samples after
# the beginning of the bar, on the list of what the voice KIND plays in it.
add() {
  local file
  file=$(synth_note "$1" "$2")
  parts+=(-v "$4" "|sox $file -p remix 1v${5:-1} 2v${6:-1} pad ${3}s")
}

# mix_list OUT: mixes the list into one file, and empties it. (sox wants two
# inputs to mix: the silent ones let a list hold one note or none.)
mix_list() {
  sox -m "$tmp/silence.wav" "$tmp/silence.wav" "${parts[@]}" -b 32 "$1"
  parts=()
}

make_music() {
  local bars=0 i line bass pad tune notes item tones loop kind pattern
  local -a parts=()
  local figure_a=(0 2 1 3 4 3 2 1) figure_b=(0 1 2 3 5 3 4 2)
  local loudness=(0.30 0.19 0.23 0.20 0.27 0.18 0.22 0.17)

  sox -n -r "$rate" -c 2 -b 32 "$tmp/silence.wav" trim 0 1

  while IFS='|' read -r bass pad tune; do
    read -r bass <<<"$bass"
    read -r -a notes <<<"$pad"
    tones=()
    for item in "${notes[@]}"; do tones+=("$(semitones "$item")"); done

    for item in "${tones[@]}"; do add pad "$item" 0 0.20; done
    mix_list "$tmp/bar-pad-$bars.wav"

    # The plucked figure climbs the chord and two notes of its next octave,
    # to and fro between left and right.
    tones+=($((tones[0] + 12)) $((tones[1] + 12)))
    for i in 0 1 2 3 4 5 6 7; do
      if ((bars % 2)); then pattern=${figure_b[i]}; else pattern=${figure_a[i]}; fi
      if ((i % 2)); then
        add pluck "${tones[pattern]}" $((i * eighth)) "${loudness[i]}" 0.6 1
      else
        add pluck "${tones[pattern]}" $((i * eighth)) "${loudness[i]}" 1 0.6
      fi
    done
    mix_list "$tmp/bar-pluck-$bars.wav"

    i=$(semitones "$bass")
    add bass "$i" 0 0.22
    add bass "$i" $((5 * eighth)) 0.09
    mix_list "$tmp/bar-bass-$bars.wav"

    for item in $tune; do
      add bell "$(semitones "${item%@*}")" $(((${item#*@} - 1) * beat)) 0.15 0.8 1
    done
    mix_list "$tmp/bar-bell-$bars.wav"

    bars=$((bars + 1))
  done < <(score)

  # Every voice plays the sixteen bars twice. The second time around, the
  # echoes of the end sound over the beginning; that is the part which is kept,
  # so its end runs into its start without a seam.
  loop=$((bars * bar))
  for kind in pad pluck bass bell; do
    for ((i = 0; i < 2 * bars; i++)); do
      parts+=(-v 1 "|sox $tmp/bar-$kind-$((i % bars)).wav -p pad $((i * bar))s")
    done
    mix_list "$tmp/all-$kind.wav"
  done

  # Slow movements have a period that divides the loop: 0.3 Hz is one bar.
  sox "$tmp/all-pad.wav" "$tmp/bus-pad.wav" \
    chorus 0.7 0.8 45 0.35 0.3 2 -t tremolo 0.3 18
  sox "$tmp/all-pluck.wav" "$tmp/bus-pluck.wav" \
    echo 0.85 0.8 625 0.28 1250 0.12
  sox "$tmp/all-bell.wav" "$tmp/bus-bell.wav" \
    lowpass 3500 echo 0.85 0.8 833.3333 0.25

  sox -m -v 0.7 "$tmp/bus-pad.wav" -v 1 "$tmp/bus-pluck.wav" \
    -v 0.7 "$tmp/all-bass.wav" -v 0.7 "$tmp/bus-bell.wav" -b 32 "$tmp/mix.wav" \
    reverb 42 55 90 100 15 -2 \
    highpass 35 lowpass 7500 \
    trim "${loop}s" "${loop}s" \
    gain -n -6
  sox "$tmp/mix.wav" -C 3 music.ogg
  printf 'music.ogg     %.2f s\n' "$(soxi -D music.ogg)"
}

# --------------------------------------------------------------- effects ----

# tick HERTZ OUT: a short knock, as of wood, of a quarter of a second with the
# silence after it.
tick() {
  sox -n -r "$rate" -c 1 -b 32 "$2" synth 0.05 sine "$1" sine "$(($1 * 27 / 10))" whitenoise \
    fade p 0 0.05 0.049 remix 1v0.5,2v0.3,3v0.2 gain -6 pad 0 0.2
}

make_effects() {
  mkdir -p effects
  tick 1900 "$tmp/tick.wav"
  tick 1500 "$tmp/tock.wav"
  sox "$tmp/tick.wav" "$tmp/tock.wav" "$tmp/pair.wav"
  sox "$tmp/pair.wav" "$tmp/pair.wav" "$tmp/pair.wav" "$tmp/pair.wav" -C 4 effects/clock.ogg gain -n -6
  printf 'effects/clock.ogg  %.2f s\n' "$(soxi -D effects/clock.ogg)"
}

case $what in all | voice) make_voices ;; esac
case $what in all | music) make_music ;; esac
case $what in all | effects) make_effects ;; esac
