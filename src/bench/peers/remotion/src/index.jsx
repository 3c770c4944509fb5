import { AbsoluteFill, Composition, Img, interpolate, registerRoot, staticFile, useCurrentFrame } from 'remotion'
import scene from './scene.json'

function Photo() {
  const scale = interpolate(useCurrentFrame(), [0, scene.durationFrames], [scene.startScale, scene.endScale])
  return (
    <AbsoluteFill style={{ overflow: 'hidden' }}>
      <Img src={staticFile(scene.image)} style={{ width: '100%', height: '100%', objectFit: 'cover', transform: `scale(${scale})` }} />
    </AbsoluteFill>
  )
}

function Film() {
  const { width, height, fps, durationFrames } = scene
  return <Composition id="film" component={Photo} width={width} height={height} fps={fps} durationInFrames={durationFrames} />
}

registerRoot(Film)
