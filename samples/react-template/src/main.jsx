import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { defineScene } from '../runtime.js'
import { Chart } from './chart.jsx'

// Drawn once here; from then on every seek of the runtime draws it again (see use-time.js).
await defineScene((scene) => {
  const root = createRoot(document.querySelector('main'))
  flushSync(() => root.render(<Chart {...scene.props} frame={scene.output} durationMs={scene.durationMs} />))
})
