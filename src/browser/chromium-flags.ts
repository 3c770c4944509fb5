import type { CaptureMethod } from './capture-method.ts'
import type { GpuWish } from './chromium-gpu.ts'
import type { FoundChromium } from './find-chromium.ts'

/** What a Chromium is started for. */
export type CaptureName = CaptureMethod['name'] | 'stream'

type Flag = { readonly flag: string; readonly why: string }

/** For every Chromium that draws frames. */
const always: readonly Flag[] = [
  { flag: '--force-color-profile=srgb', why: 'the same colours whatever the machine has for a screen' },
  { flag: '--font-render-hinting=none', why: 'glyphs at sub-pixel positions, the same on every machine' },
  { flag: '--hide-scrollbars', why: 'a frame has none' },
  { flag: '--mute-audio', why: 'sound is mixed apart' },
  {
    flag: '--force-gpu-mem-available-mb=4096',
    why: 'tiles over the standard limit stay blank: a photo zoomed to 4 times in a 4K frame takes 530 MB',
  },
  { flag: '--disable-dev-shm-usage', why: 'containers give /dev/shm 64 MB, and a full one crashes the compositor' },
  { flag: '--disable-background-networking', why: 'no update, metrics or variation requests' },
  { flag: '--disable-component-update', why: 'the same' },
  { flag: '--disable-sync', why: 'the same' },
  { flag: '--disable-quic', why: 'the same' },
  { flag: '--no-first-run', why: 'no welcome page' },
  { flag: '--disable-extensions', why: 'nothing but the template runs' },
  { flag: '--enable-features=NetworkServiceInProcess2', why: 'a process less to start; it has no sandbox of its own on Linux, and no work here' },
  { flag: '--disable-features=SpareRendererForSitePerProcess', why: 'a process less: no page comes that it would be for' },
  { flag: '--disable-background-timer-throttling', why: 'a page in the background must draw as fast as one in front' },
  { flag: '--disable-renderer-backgrounding', why: 'the same' },
  { flag: '--disable-backgrounding-occluded-windows', why: 'the same' },
  // Every request of a page is answered from memory by request interception; these hold for whatever does not pass it.
  { flag: '--host-resolver-rules=MAP * ~NOTFOUND', why: 'no name and no address resolves' },
  { flag: '--proxy-server=socks5://no-network.invalid:1', why: 'no connection goes out directly, also to loopback' },
  { flag: '--proxy-bypass-list=<-loopback>', why: 'loopback is not exempt from the proxy' },
  { flag: '--webrtc-ip-handling-policy=disable_non_proxied_udp', why: 'WebRTC would go round the proxy' },
]

/** What pages are drawn by. */
const drawing: Readonly<Record<GpuWish, readonly Flag[]>> = {
  off: [{ flag: '--disable-gpu', why: 'without a GPU the software compositor is faster than SwiftShader, and exact' }],
  required: [
    { flag: '--use-gl=angle', why: 'the one way to GL since Chromium 131; --use-gl=egl ends in software without a word' },
    { flag: '--use-angle=gl-egl', why: 'EGL needs no display; a container has none' },
    { flag: '--enable-gpu-rasterization', why: 'layers are drawn by the card too, not only put together' },
    { flag: '--ignore-gpu-blocklist', why: 'it lists cards of data centres, which are used without a display' },
    { flag: '--disable-software-rasterizer', why: 'a card that fails must not become SwiftShader' },
  ],
}

/** However busy the machine is. */
const wholeImages: readonly Flag[] = [
  { flag: '--disable-checker-imaging', why: 'an image is never drawn as a blank while it is being decoded' },
  { flag: '--disable-image-animation-resync', why: 'the same' },
]

/** Frames are made when asked for, whole, and one at a time. Without a caller who asks for them the page stays blank. */
const beginFrameControl: readonly Flag[] = [
  { flag: '--enable-begin-frame-control', why: 'HeadlessExperimental.beginFrame decides when a frame is made' },
  { flag: '--run-all-compositor-stages-before-draw', why: 'a frame is drawn only when all that belongs to it is ready' },
  { flag: '--disable-new-content-rendering-timeout', why: 'no frame is forced out early' },
  { flag: '--disable-threaded-animation', why: 'animations follow the page, not a thread with its own clock' },
  { flag: '--disable-threaded-scrolling', why: 'the same' },
  ...wholeImages,
]

/** The tab captures itself. */
const tabCapture: readonly Flag[] = [
  { flag: '--auto-accept-this-tab-capture', why: 'nobody is there to choose the tab and allow it' },
  {
    flag: '--kiosk',
    why: 'a window without tabs and bars: theirs moved for 3 s after the capture had begun, each time with a drawing of the whole page',
  },
  { flag: '--screen-info={16x16}', why: 'nobody sees what is drawn into the window' },
  { flag: '--default-tile-width=1024', why: "a layer is put together of fewer pieces, which takes a fifth of the compositor's own time" },
  { flag: '--default-tile-height=1024', why: 'the same; larger ones cost more where a page paints a little of a layer in each frame' },
  ...wholeImages,
]

const flagsFor: Readonly<Record<CaptureName, readonly Flag[]>> = {
  'begin-frame': beginFrameControl,
  'capture-screenshot': wholeImages,
  stream: tabCapture,
}

type FlagWishes = { readonly capture: CaptureName; readonly sandbox: boolean; readonly gpu: GpuWish }

/**
 * The command line for one Chromium, without the program and the profile folder.
 * @param capture begin-frame control is for a headless shell, tab capture for a full Chromium
 * @param sandbox Chromium's own; it refuses to run as root
 */
export function chromiumFlags(chromium: FoundChromium, { capture, sandbox, gpu }: FlagWishes): readonly string[] {
  const isPossible = capture !== 'begin-frame' || chromium.kind === 'headless-shell'
  const flags = [...always, ...drawing[gpu], ...(isPossible ? flagsFor[capture] : [])]
  return [...(sandbox ? [] : ['--no-sandbox']), ...flags.map(({ flag }) => flag)]
}
