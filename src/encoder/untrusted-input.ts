/** Containers of sound, by FFmpeg's names of what reads them. None of these opens another file; playlists (hls, dash, concat) do. */
const formats = [
  ...['aac', 'ac3', 'aiff', 'amr', 'ape', 'asf', 'au', 'avi', 'caf', 'eac3', 'flac', 'matroska', 'mov', 'mp3', 'mpeg', 'mpegts', 'ogg', 'tta', 'w64'],
  ...['wav', 'wv'],
]

/** Before every input that is a film's own file, of whose content nothing is known: its name says nothing of its kind. */
export const untrustedInput: readonly string[] = [
  ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', formats.join(','), '-max_streams', '100'],
  // Each thread of a decoder has memory of its own, and there are as many as cores.
  ...['-threads', '1'],
]
