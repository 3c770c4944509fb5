type Packages = Readonly<Record<string, string>>

/** What is installed from npm for each peer. Framefarm itself depends on none of it. */
export const versions = {
  hyperframes: {
    hyperframes: '0.8.170',
    gsap: '3.15.0',
  },
  remotion: {
    remotion: '4.0.529',
    '@remotion/bundler': '4.0.529',
    '@remotion/cli': '4.0.529',
    '@remotion/renderer': '4.0.529',
    react: '19.3.1',
    'react-dom': '19.3.1',
  },
} as const satisfies Record<string, Packages>
