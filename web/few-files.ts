import type { Rolldown } from 'vite';

type Context = Rolldown.ChunkingContext;
type Group = NonNullable<Rolldown.CodeSplittingOptions['groups']>[number];

/** As written, in characters. What is larger is worth a file of its own: who does not need it does not load it. */
const largestShared = 30_000;

/**
 * Left alone, what two places share becomes a file for each combination of places: eighty files for one page, most of
 * some hundred bytes, and each is a request. So what the same pages load at once is one file, and so is what is small
 * and shared by places of the desk, apart for each part of it. What a phone loads later stays as it is.
 */
export function fewFiles(pages: readonly string[]): Group[] {
  let names: Map<string, string> | undefined;
  return [
    {
      debugName: 'loaded at once, or small and shared at the desk',
      name(id, context) {
        names ??= nameFiles(pages, context);
        return names.get(id) ?? null;
      },
      includeDependenciesRecursively: false,
    },
  ];
}

function nameFiles(pages: readonly string[], context: Context): Map<string, string> {
  const reached = (from: string, later: boolean) => {
    const modules = new Set([from]);
    for (const id of modules) {
      const { importedIds, dynamicallyImportedIds } = context.getModuleInfo(id) ?? {};
      for (const next of importedIds ?? []) modules.add(next);
      if (later) for (const next of dynamicallyImportedIds ?? []) modules.add(next);
    }
    return modules;
  };
  const note = (by: Map<string, Set<string>>, modules: Iterable<string>, name: string) => {
    for (const id of modules) by.set(id, (by.get(id) ?? new Set()).add(name));
  };

  const atOnce = new Map<string, Set<string>>();
  const ever = new Map<string, Set<string>>();
  for (const page of pages) {
    const name = /(\w+)\.html$/.exec(page)![1]!;
    note(atOnce, reached(page, false), name);
    note(ever, reached(page, true), name);
  }
  const places = new Map<string, Set<string>>();
  for (const id of ever.keys())
    for (const place of context.getModuleInfo(id)?.dynamicallyImportedIds ?? [])
      note(places, reached(place, false), place);

  const names = new Map<string, string>();
  for (const [id, by] of ever) {
    const first = [...(atOnce.get(id) ?? [])];
    const later = [...by].filter((page) => !first.includes(page));
    if (first.length > 0) {
      names.set(id, [`first-of-${first.join('-')}`, ...later].join('-then-'));
      continue;
    }
    const sharers = places.get(id) ?? new Set();
    const size = context.getModuleInfo(id)?.code?.length ?? Number.POSITIVE_INFINITY;
    if (by.size > 1 || sharers.size < 2 || size > largestShared) continue;
    const parts = new Set([...sharers].map((place) => /\/web\/src\/(\w+)\//.exec(place)?.[1]));
    names.set(id, `shared-at-${parts.size === 1 ? [...parts].join() : 'desk'}`);
  }
  return names;
}
