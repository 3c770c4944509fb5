import { familiesWith } from './fontconfig.ts'

/** What the fonts of this machine can draw. Films may bring their own fonts for any of it. */
export type InstalledFonts = { readonly families: number; readonly emoji: boolean; readonly cjk: boolean; readonly rightToLeft: boolean }

/** A character that a font for the purpose is sure to have. */
const samples = { emoji: '😀', cjk: '語', rightToLeft: 'س' } as const

/** @throws TOOL_MISSING */
export async function lookAtFonts(): Promise<InstalledFonts> {
  const has = async (character: string) => (await familiesWith(character)).length > 0
  const [all, emoji, cjk, rightToLeft] = await Promise.all([familiesWith(), has(samples.emoji), has(samples.cjk), has(samples.rightToLeft)])
  return { families: all.length, emoji, cjk, rightToLeft }
}

/** What no installed font can draw, in words. */
export function missingScripts({ emoji, cjk, rightToLeft }: InstalledFonts): readonly string[] {
  return [...(emoji ? [] : ['emoji']), ...(cjk ? [] : ['Chinese, Japanese and Korean']), ...(rightToLeft ? [] : ['Arabic'])]
}
