import { defineConfig } from 'vite'

// Builds src/ to template/page.js, one file. The runtime stays outside: Framefarm puts it beside the template's folder.
// oxlint-disable-next-line import/no-default-export -- Vite reads it so
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'template',
    // template.json, page.html and page.css are not built.
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/main.jsx',
      external: ['../runtime.js'],
      output: { format: 'es', entryFileNames: 'page.js', codeSplitting: false },
    },
  },
})
