import { readableOn } from '../colour.js'
import { defineScene } from '../runtime.js'
import { fitText, setColours, setTexts, snapLayers } from '../text.js'

// Called once, before the first frame: `props` are those of the scene, checked by template.json and with its defaults.
await defineScene(async ({ props }) => {
  setColours({ ground: props.background, text: readableOn(props.background) })
  setTexts({ title: props.title })
  await show('.photo', props.image)
  await show('.picture', props.picture)
  await fitText(document.querySelector('.frame'))
  snapLayers()
})

/** Shows an image, or takes its element out where the scene has none. */
async function show(selector, address) {
  const image = document.querySelector(selector)
  if (address === undefined) {
    image.remove()
    return
  }
  image.src = address
  await image.decode()
}
