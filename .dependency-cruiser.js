/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unknown',
      comment: 'An import must lead somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-listed-packages',
      comment: 'A package that the code uses stands in package.json; it is not there by luck.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'server-without-development-packages',
      comment: 'What runs in production is a dependency, not a development dependency.',
      severity: 'error',
      from: { path: '^(src|rooms)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules know rules: no library, no clock, no file, no network.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'wire-is-schemas',
      comment: 'What crosses a boundary knows zod, and of the domain its types.',
      severity: 'error',
      from: { path: '^src/wire/' },
      to: { pathNot: ['^src/wire/', '^node_modules/zod/', '^src/domain/'] },
    },
    {
      name: 'wire-takes-types-of-the-domain',
      comment: 'A value from the domain would put its rules into every page.',
      severity: 'error',
      from: { path: '^src/wire/' },
      to: { path: '^src/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-knows-no-product',
      comment:
        'The platform is what any server needs; of the product it knows only what crosses its border: codes, problems, and frames over HTTP.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: {
        path: ['^src/', '^rooms/', '^client-sdk/', '^web/'],
        pathNot: [
          '^src/platform/',
          '^src/config\\.ts$',
          '^src/wire/(error-codes|common|identity|consent|rooms-over-http)\\.ts$',
        ],
      },
    },
    {
      name: 'platform-takes-types-of-the-configuration',
      comment: 'Only src/config.ts reads the environment; others are given what they need.',
      severity: 'error',
      from: { path: '^src/(platform|modules)/' },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'modules-know-domain-wire-platform',
      comment: 'A module is built from rules, schemas and the platform.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: {
        path: ['^src/', '^rooms/', '^client-sdk/', '^web/'],
        pathNot: ['^src/(domain|wire|platform|modules)/', '^src/config\\.ts$'],
      },
    },
    {
      name: 'modules-meet-by-services',
      comment: 'A module asks another one by its service; entities and routes are its own affair.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '\\.service\\.ts$'] },
    },
    {
      name: 'rooms-are-shells',
      comment:
        'A room knows rules, messages and the base that the platform gives it; what modules do for it stands in its services file.',
      severity: 'error',
      from: { path: '^rooms/' },
      to: {
        path: ['^src/', '^client-sdk/', '^web/'],
        pathNot: ['^src/(domain|wire)/', '^src/platform/(realtime|log|metrics)/'],
      },
    },
    {
      name: 'rooms-leave-each-other-alone',
      comment: 'What two rooms share is a plugin.',
      severity: 'error',
      from: { path: '^rooms/([^/]+)/' },
      to: { path: '^rooms/', pathNot: ['^rooms/$1/', '^rooms/plugins/'] },
    },
    {
      name: 'sdk-is-small',
      comment: 'A game loads the SDK: it knows the wire and the two connections.',
      severity: 'error',
      from: { path: '^client-sdk/src/' },
      to: {
        pathNot: [
          '^client-sdk/src/',
          '^src/wire/',
          '^node_modules/(@colyseus/(sdk|schema)|socket\\.io-client)/',
          '^client-sdk/node_modules/(@colyseus/(sdk|schema)|socket\\.io-client)/',
        ],
      },
    },
    {
      name: 'pages-know-the-sdk',
      comment: 'Pages are a client like every other: they know the SDK.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: ['^src/', '^rooms/'], pathNot: '^src/wire/' },
    },
    {
      name: 'pages-take-types-of-the-wire',
      comment: 'The schemas stay on the server; pages need their types.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/wire/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-knows-the-root',
      comment: 'src/app.ts joins the parts; no part knows it.',
      severity: 'error',
      from: { pathNot: ['^src/(app|main)\\.ts$', '^src/start/'] },
      to: { path: '^src/(app|main)\\.ts$' },
    },
  ],
  options: {
    parser: 'swc',
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
