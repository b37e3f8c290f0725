// The table tests/tables/legacy-filters.json: legacy filters with what the specification's reference implementation
// (featureFilter of npm @maplibre/maplibre-gl-style-spec) makes of features at zooms.
//
//     node legacy-filters.mjs PACKAGE_DIR COUNT SEED >../tables/legacy-filters.json
import path from 'node:path';
import {pathToFileURL} from 'node:url';
const [pkg, count, seed0] = process.argv.slice(2);
const ref = await import(pathToFileURL(path.resolve(pkg, 'node_modules/@maplibre/maplibre-gl-style-spec/dist/index.mjs')));
let seed = Number(seed0) >>> 0;
const rnd = () => { seed = (seed + 0x6d2b79f5) >>> 0; let t = seed; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
const pick = (a) => a[Math.floor(rnd() * a.length)];

const types = ['Point', 'LineString', 'Polygon'];
const features = [
  {type: 'Point', id: 1, properties: {n: 1, s: 'a', b: true}},
  {type: 'Point', properties: {n: '1', s: 1, b: 'true'}},
  {type: 'LineString', id: 'a', properties: {n: 0, s: '', b: false, nul: null}},
  {type: 'LineString', id: 0, properties: {n: -2.5, s: '10', m: 1e21}},
  {type: 'Polygon', id: 10, properties: {n: 10, s: '9', nul: 0, '$type': 'Point'}},
  {type: 'Polygon', properties: {n: null, s: null, b: null}},
  {type: 'Point', id: 2, properties: {}},
  {type: 'LineString', id: 3, properties: {n: 5, s: 'ä', m: 5, l: [1, 2], o: {x: 1}}},
];
const zooms = [0, 7.5];
const keys = ['n', 's', 'b', 'nul', 'm', 'l', 'o', 'absent'];
const values = [0, 1, -2.5, 5, 10, 1e21, '', 'a', '1', '10', '9', 'ä', 'true', true, false];
const bounds = [0, 1, -2.5, 5, 9.5, '', 'a', '1', '10', 'z'];

function leaf() {
  const r = rnd();
  if (r < 0.1) return [pick(['==', '!=']), '$type', pick(types)];
  if (r < 0.18) return [pick(['in', '!in']), '$type', ...types.filter(() => rnd() < 0.5)];
  if (r < 0.25) return [pick(['==', '!=', '<', '>=']), '$id', pick([0, 1, 2, 'a', 10])];
  if (r < 0.3) return [pick(['in', '!in']), '$id', ...[0, 1, 2, 'a', 10].filter(() => rnd() < 0.4)];
  if (r < 0.5) return [pick(['==', '!=']), pick(keys), pick(values)];
  if (r < 0.65) return [pick(['<', '<=', '>', '>=']), pick(keys), pick(bounds)];
  if (r < 0.8) return [pick(['in', '!in']), pick(keys), ...values.filter(() => rnd() < 0.25)];
  if (r < 0.83) return [pick(['in', '!in']), pick(keys), ...Array.from({length: 250}, (_, i) => (i % 3 ? i : `${i}`))];
  if (r < 0.97) return [pick(['has', '!has']), pick(keys)];
  return [pick(['has', '!has']), '$id'];
}
const filter = (depth) => (depth > 0 && rnd() < 0.6
  ? [pick(['all', 'any', 'none']), ...Array.from({length: Math.floor(rnd() * 4)}, () => filter(depth - 1))] : leaf());

console.warn = () => {};
const rows = [];
while (rows.length < Number(count)) {
  const one = filter(3);
  const compiled = ref.featureFilter(one, {});
  const accepts = features.map(({type, id, properties}) => zooms.map((zoom) =>
    Number(compiled.filter({zoom}, {type: types.indexOf(type) + 1, id, properties}))).join('')).join('');
  rows.push(`  {"filter": ${JSON.stringify(one)}, "accepts": "${accepts}"}`);
}
console.log(`{"origin": "tests/style-validator/legacy-filters.mjs, @maplibre/maplibre-gl-style-spec 26.6.0",
"zooms": ${JSON.stringify(zooms)},
"features": [
${features.map((f) => `  ${JSON.stringify(f)}`).join(',\n')}
],
"filters": [
${rows.join(',\n')}
]}`);
