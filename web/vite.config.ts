import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { fewFiles } from './few-files.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const pages = ['index.html', 'projector.html', 'desk.html'].map(path);

/** Parts of Colyseus' SDK that only rooms of another kind use, by what they export: no phone has to load them. */
const unused = new Map([
  ['/transport/H3Transport.mjs', 'H3TransportTransport'],
  ['/input/RoomInput.mjs', 'RoomInput'],
]);
const withoutUnused: Plugin = {
  name: 'without-unused-parts-of-colyseus',
  load(id) {
    for (const [end, name] of unused)
      if (id.includes('/@colyseus/sdk/') && id.endsWith(end)) return `export class ${name} {}`;
  },
};

/**
 * Icons come one by one instead of out of the file that names all six thousand: there are so many modules less to read,
 * and what a page imports is what it uses.
 */
const iconByIcon: Plugin = {
  name: 'icon-by-icon',
  enforce: 'pre',
  transform: {
    filter: { code: "from '@tabler/icons-react'" },
    handler: (code) =>
      code.replaceAll(/import \{([^}]+)\} from '@tabler\/icons-react';/g, (_, names: string) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => `import ${name} from '@tabler/icons-react/dist/esm/icons/${name}.mjs';`)
          .join(' '),
      ),
  },
};

/**
 * Three pages that share little: what a pupil's phone loads (`index`) knows nothing of what a teacher's laptop needs.
 * Nothing is inlined, so that the pages work under a policy that allows scripts from files alone.
 */
export default defineConfig({
  root: path('.'),
  appType: 'mpa',
  plugins: [iconByIcon, react(), withoutUnused],
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // every browser that runs these scripts knows it
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: pages,
      output: { codeSplitting: { groups: fewFiles(pages) } },
    },
  },
});
