import { Option, type Command } from 'commander'
import { methodWishes } from '../farm/methods.ts'
import { parseSheetPath } from './contact-sheet-path.ts'
import { parseCount } from './parse-count.ts'
import { parseRange } from './parse-range.ts'

/** @returns the command, to which its action is added */
export function addRender(framefarm: Command): Command {
  return framefarm
    .command('render')
    .description('render a film file; to .m4a or .wav: its sound alone')
    .argument('<film.json>', 'the film')
    .requiredOption(
      '-o, --output <file>',
      'where the film is written; the name says what kind of file: .mp4, .mov, .webm, .m3u8, .gif, .webp, a pattern such as %05d.png, .m4a, .wav',
    )
    .addOption(new Option('--method <name>', 'how frames are made; zoompan and crossfade are of draft quality').choices(methodWishes).default('auto'))
    .option('--verify', 'compare frames of every scene that is drawn by layers with pictures of its page')
    .addOption(new Option('--encoder <kind>', 'what encodes').choices(['auto', 'gpu', 'cpu']).default('auto'))
    .addOption(new Option('--workers <count>', 'Chromium processes that draw side by side (default: from cores and memory)').argParser(parseCount))
    .addOption(new Option('--contact-sheet <file.png>', 'also write a picture with the middle frame of every scene').argParser(parseSheetPath))
    .addOption(new Option('--range <from-to>', 'render only these seconds of the film: 10-20, 10- or =-20').argParser(parseRange))
    .option('--no-cache', 'render every chunk and the sound, also those that an earlier run has left')
}
