/** A film of texts alone: it needs no photograph of anywhere. */
export const exampleFilm = {
  version: 1,
  output: { width: 1280, height: 720, fps: 30 },
  scenes: [
    {
      template: 'title-card',
      props: { eyebrow: 'An example', title: 'The long way round', subtitle: 'Three cards, and no photograph yet' },
      duration: 4,
    },
    {
      template: 'quote',
      props: { quote: 'Put the address of a photograph into “image”, and it lies behind the words.', author: 'This film' },
      duration: 5,
      transition: { type: 'crossfade', duration: 0.8 },
      captions: 'Captions are part of the scene.',
    },
    {
      template: 'end-card',
      props: { title: 'That is all', text: 'Change a duration, a caption or a text, and look again.' },
      duration: 4,
      transition: { type: 'fade', duration: 0.8 },
    },
  ],
}
