/**
 * Loads TypeScript as the package's own compiler writes it. What tsx puts around each module (esbuild's helpers, an export list that never
 * runs) would count as branches that no test reaches.
 */
const { readFileSync } = require('node:fs');
const ts = require('typescript');
const { config } = ts.readConfigFile(`${__dirname}/../tsconfig.json`, ts.sys.readFile);
const compilerOptions = { ...config.compilerOptions, inlineSourceMap: true, inlineSources: true };

require.extensions['.ts'] = (module, file) => {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions, fileName: file });
  module._compile(outputText, file);
};
