/** Settings of the Node-RED that `npm run demo` opens: this machine only, nothing sent anywhere, Jira's nodes first. */
module.exports = {
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  flowFilePretty: true,
  // The demo's credentials are printed in its README; encrypting them would only hide them from the reader.
  credentialSecret: false,
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
  editorTheme: {
    page: { title: 'Jira nodes: demo' },
    header: { title: 'Jira nodes: demo' },
    tours: false,
    palette: { catalogues: [] },
  },
  paletteCategories: ['Jira', 'subflows', 'common', 'function', 'network', 'sequence', 'parser', 'storage'],
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
