import { open } from 'node:fs/promises'
import { workerData } from 'node:worker_threads'
import { exactFrame } from '../picture/exact-frame.ts'
import { readPhotoPlanes } from '../picture/photo-planes.ts'
import { framesOf, scaleAt } from './bench-scene.ts'
import type { RawFramesInput } from './write-raw-frames.ts'

const { scene, path, first, every } = workerData as RawFramesInput
const frameBytes = (scene.width * scene.height * 3) / 2

const photo = await readPhotoPlanes(scene.imagePath)
const file = await open(path, 'r+')
for (let frame = first; frame < framesOf(scene); frame += every) {
  const bytes = exactFrame(photo, { frame: scene, zoom: scaleAt(scene, frame) })
  await file.write(bytes, 0, frameBytes, frame * frameBytes)
}
await file.close()
