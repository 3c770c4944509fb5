/** How one captured frame is coded on its way from Chromium to FFmpeg. JPEG is always 4:2:0, full range, BT.601. */
export type FrameFormat = { readonly type: 'jpeg'; readonly quality: number } | { readonly type: 'png' }

/** The screenshot parameters that both capture calls of the DevTools protocol share. */
export function screenshotParams(format: FrameFormat): { format: 'jpeg' | 'png'; quality?: number; optimizeForSpeed: true } {
  return format.type === 'png' ? { format: 'png', optimizeForSpeed: true } : { format: 'jpeg', quality: format.quality, optimizeForSpeed: true }
}
