// Styles with one fault each, and what the specification's own validator says of them:
//
//     node broken-styles.mjs PACKAGE_DIR OUT_DIR KURILMAP [STEP]
//
// Every property of every layer type, every key of the root, of layers and of sources gets values of wrong kinds, lengths
// and ranges, misspelt names, legacy functions and expressions. `kurilmap check` must refuse what the validator refuses and
// accept what it accepts, but for the differences that docs/style-support.md lists. With STEP every so manieth case only.
import fs from 'node:fs';
import path from 'node:path';
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [pkg, out, kurilmap, step = '1'] = process.argv.slice(2);
const root = path.resolve(pkg, 'node_modules/@maplibre/maplibre-gl-style-spec');
const {validateStyleMin} = await import(pathToFileURL(`${root}/dist/index.mjs`));
const jsonlint = createRequire(`${root}/package.json`)('@mapbox/jsonlint-lines-primitives');
const spec = JSON.parse(fs.readFileSync(`${root}/src/reference/v8.json`, 'utf8'));

const SQUARE = [[0, 1], [1, 1], [1, 0], [0, 0]];
const SOURCES = {
    vector: {type: 'vector', url: 'geodata:land'},
    geojson: {type: 'geojson', data: {type: 'FeatureCollection', features: []}, lineMetrics: true},
    raster: {type: 'raster', url: 'a.tif'},
    'raster-dem': {type: 'raster-dem', url: 'a.tif'},
    image: {type: 'image', url: 'a.png', coordinates: SQUARE},
    video: {type: 'video', urls: ['a.mp4'], coordinates: SQUARE}
};
const TYPES = Object.keys(spec.layer.type.values);
const sourceOf = (type) => ({raster: 'raster', hillshade: 'raster-dem', 'color-relief': 'raster-dem'})[type] ?? 'geojson';
const layerOf = (type, more = {}) => ({id: 'l', type, ...(type === 'background' ? {} : {source: 's'}), ...more});
const styleOf = (type, more) => ({version: 8, sources: {s: SOURCES[sourceOf(type)]}, layers: [layerOf(type, more)]});

// A value that the property takes, and another.
function good(row) {
    const array = (n, v) => Array.from({length: n ?? 2}, () => v);
    switch (row.type) {
        case 'number': { const low = row.minimum ?? 0; return [low, row.maximum ?? low + 1]; }
        case 'color': return ['red', '#123'];
        case 'boolean': return [true, false];
        case 'enum': return Object.keys(row.values).slice(0, 2);
        case 'array': return row.value === 'number' ? [array(row.length, 1), array(row.length, 2)]
            : row.value === 'enum' ? [[Object.keys(row.values)[0]], Object.keys(row.values).slice(0, 2)] : [['a'], ['b']];
        case 'padding': case 'numberArray': return [1, [1, 2]];
        case 'colorArray': return ['red', ['red', 'blue']];
        case 'variableAnchorOffsetCollection': return [['top', [0, 1]], ['left', [0, 1]]];
        default: return ['a', 'b'];
    }
}

// Values of all kinds and shapes, some right, most wrong.
const ANY = [null, true, 5, -5, 1e9, 'text', '', [], {}, [1], [1, 2], [1, 2, 3], [1, 2, 3, 4, 5], ['a'], [[1]], [null], [true, 'a'], {a: 1}, [{}]];
const GET = ['get', 'x'];
function variants(row) {
    const [a, b] = good(row);
    const lit = (v) => (Array.isArray(v) ? ['literal', v] : v);
    const stops = (more) => ({stops: [[0, a], [1, b]], ...more});
    const categories = (keys, more) => ({type: 'categorical', property: 'x', stops: keys.map((k) => [k, a]), ...more});
    const list = [a, b, ...ANY, '{x}', 'a{x}b',
        GET, ['zoom'], ['nope', 1], ['get'], ['get', 1], ['literal', a], ['literal'], ['feature-state', 'x'], ['global-state', 'x'], ['id'],
        ['step', ['zoom'], lit(a), 1, lit(b)], ['step', GET, lit(a), 1, lit(b)], ['step', ['zoom'], lit(a)], ['step', ['zoom'], lit(a), 2, lit(b), 1, lit(a)],
        ['interpolate', ['linear'], ['zoom'], 0, lit(a), 1, lit(b)], ['interpolate', ['linear'], GET, 0, lit(a), 1, lit(b)],
        ['interpolate', ['linear'], ['heatmap-density'], 0, lit(a), 1, lit(b)], ['interpolate', ['linear'], ['line-progress'], 0, lit(a), 1, lit(b)],
        ['interpolate', ['linear'], ['elevation'], 0, lit(a), 1, lit(b)], ['interpolate-hcl', ['linear'], ['zoom'], 0, lit(a), 1, lit(b)],
        ['+', 1, ['zoom']], ['case', true, lit(a), lit(b)], ['case', ['has', 'x'], lit(a), lit(b)], ['match', GET, 'k', lit(a), lit(b)], ['coalesce', GET, lit(a)],
        ['let', 'v', ['zoom'], ['step', ['var', 'v'], lit(a), 1, lit(b)]], ['to-string', 1], ['number', GET], ['rgb', 1, 2, 3], ['rgb', 1, 2], ['accumulated'],
        stops(), stops({base: 2}), stops({base: 'a'}), stops({type: 'interval'}), stops({type: 'exponential'}), stops({type: 'nope'}), stops({type: 'categorical'}), stops({type: 'identity'}),
        stops({property: 'x'}), stops({property: 5}), stops({property: 'x', default: a}), stops({property: 'x', default: null}), stops({property: 'x', default: {}}), stops({property: 'x', type: 'interval'}), stops({property: 'x', type: 'exponential'}),
        stops({colorSpace: 'hcl'}), stops({colorSpace: 'nope'}), stops({unknown: 1}), {stops: []}, {stops: 5}, {stops: [[0]]}, {stops: [[0, a, 1]]}, {stops: [5]}, {stops: [[1, a], [0, b]]}, {stops: [['k', a]]}, {stops: [[0, a], ['k', b]]},
        {stops: [[0, GET], [1, GET]]}, {stops: [[null, a]]}, {stops: [[0, null]]}, {stops: [[0, {}]]}, {stops: [[0, 1e9], [1, -1e9]]}, {stops: [[0, []]]}, {stops: [[0, 'text'], [1, 5]]}, {stops: [[0, a], [0, b]]},
        {type: 'identity', property: 'x'}, {type: 'identity'}, {type: 'identity', property: 'x', default: a}, {type: 'exponential', property: 'x'}, {property: 'x'}, {type: 'categorical', stops: [['k', a]]},
        categories(['k', 'm']), categories([1, 2]), categories([1.5]), categories(['k', 'k']), categories(['k', 1]), categories([true, false]), categories(['k'], {default: a}), categories([null]), categories([[1]]),
        {property: 'x', stops: [[{zoom: 0, value: 0}, a], [{zoom: 1, value: 0}, b]]}, {stops: [[{zoom: 0, value: 0}, a]]}, {property: 'x', stops: [[{zoom: 0}, a]]}, {property: 'x', stops: [[{value: 0}, a]]},
        {property: 'x', stops: [[{zoom: 1, value: 0}, a], [{zoom: 0, value: 0}, b]]}, {property: 'x', stops: [[{zoom: 0, value: 1}, a], [{zoom: 0, value: 0}, b]]}, {property: 'x', stops: [[{zoom: 0, value: 0}, a], [1, b]]},
        {property: 'x', stops: [[{zoom: 'a', value: 0}, a]]}, {property: 'x', stops: [[{zoom: 0, value: 'k'}, a]]}, {property: 'x', type: 'categorical', stops: [[{zoom: 0, value: 'k'}, a], [{zoom: 1, value: 'k'}, b]]}, {property: 'x', stops: [[{zoom: 0, value: 0, more: 1}, a]]},
    ];
    if (Array.isArray(a)) list.push([...a, ...a], a.slice(1), a.map(() => null), a.map(() => 'q'), a.map(() => 7), {stops: [[0, [...a, ...a, ...a]]]}, ['literal', [...a, ...a]]);
    if ('minimum' in row) list.push(row.minimum - 0.5, ['literal', row.minimum - 1], ['case', true, row.minimum - 1, a]);
    if ('maximum' in row) list.push(row.maximum + 0.5);
    return list;
}

const cases = [];
let counter = 0;
const add = (name, style) => { if (counter++ % Number(step) === 0) cases.push({name, style}); };

for (const type of TYPES) {
    for (const group of ['layout', 'paint']) {
        for (const [name, row] of Object.entries(spec[`${group}_${type}`] ?? {})) {
            variants(row).forEach((value, i) => add(`${type} ${name} ${i}`, styleOf(type, {[group]: {[name]: value}})));
            const other = group === 'paint' ? 'layout' : 'paint', [a] = good(row);
            add(`${type} ${name} in ${other}`, styleOf(type, {[other]: {[name]: a}}));
            add(`${type} ${name} misspelt`, styleOf(type, {[group]: {[`${name}x`]: a}}));
            add(`${type} ${name} besides`, styleOf(type, {[name]: a}));
            for (const value of [{}, {duration: 1, delay: 2}, {duration: -1}, {duration: 'a'}, {more: 1}, 5, null])
                add(`${type} ${name}-transition ${JSON.stringify(value)}`, styleOf(type, {[group]: {[`${name}-transition`]: value}}));
        }
        for (const value of ANY) add(`${type} ${group} ${JSON.stringify(value)}`, styleOf(type, {[group]: value}));
    }
    for (const key of [...Object.keys(spec.layer), 'sourc', 'layer', 'ref', 'interactive'])
        for (const value of ANY) add(`${type} layer ${key} ${JSON.stringify(value)}`, styleOf(type, {[key]: value}));
    for (const key of ['id', 'type', 'source']) { const style = styleOf(type); delete style.layers[0][key]; add(`${type} layer without ${key}`, style); }
    for (const source of Object.keys(SOURCES)) {
        const style = styleOf(type);
        style.sources.s = SOURCES[source];
        add(`${type} of ${source}`, style);
        add(`${type} of ${source} with source-layer`, {...style, layers: [{...style.layers[0], 'source-layer': 'land'}]});
    }
    add(`${type} twice`, {...styleOf(type), layers: [layerOf(type), layerOf(type)]});
    add(`${type} of another source`, {...styleOf(type), layers: [layerOf(type, {source: 'z'})]});
}

for (const [source, good] of Object.entries(SOURCES)) {
    const withSource = (value) => ({version: 8, sources: {s: value}, layers: []});
    for (const key of [...Object.keys(spec[`source_${source.replace('-', '_')}`]), 'urll', 'kurilmap:open'].filter((k) => k !== '*'))
        for (const value of [...ANY, 'xyz', 'tms', 'mapbox', 'mvt', 512, ['a', 'b'], [0, 0, 1, 1], SQUARE, ['+', 1], {a: ['+', ['get', 'a']]}, {a: ['nope', 1]}, ['==', 'a', 1], ['get', 'x'], GET])
            add(`source ${source} ${key} ${JSON.stringify(value)}`, withSource({...good, ...(key.startsWith('cluster') ? {cluster: true} : {}), [key]: value}));
    for (const key of Object.keys(good)) { const value = {...good}; delete value[key]; add(`source ${source} without ${key}`, withSource(value)); }
}
for (const value of ANY) add(`source ${JSON.stringify(value)}`, {version: 8, sources: {s: value}, layers: []});
for (const type of ['canvas', 'gdal', 'Vector']) add(`source of type ${type}`, {version: 8, sources: {s: {type}}, layers: []});

const ROOT_ANY = [...ANY, 8, 'a/{fontstack}/{range}', [{id: 'a', url: 'b'}], [{id: 'a', url: 'b'}, {id: 'a', url: 'c'}], [{id: 'a', url: 'b'}, {id: 'c', url: 'b'}], [{id: 'a'}], [{id: 1, url: 'b'}], {x: {default: 1}}, {x: 1}, {x: {}}, {x: {default: 1, more: 2}},
    {anchor: 'map'}, {anchor: 'nope'}, {color: 'red'}, {intensity: 2}, {position: [1, 2, 3]}, {more: 1}, {'color-transition': {duration: 1}}, {'sky-color': 'red'}, {'sky-color': 'nope'}, {'sky-horizon-blend': 5},
    {source: 's'}, {source: 'z'}, {source: 's', exaggeration: -1}, {type: 'mercator'}, {type: 'globe'}, {type: 5}, {duration: 1, delay: 1}, {duration: 'a'}, {duration: -1},
    {f: 'a.ttf'}, {f: [{url: 'a.ttf'}]}, {f: [{url: 'a.ttf', 'unicode-range': ['U+0-7F']}]}, {f: [{url: 'a.ttf', 'unicode-range': ['nope']}]}, {f: [{}]}, {f: 5}];
for (const key of [...Object.keys(spec.$root), 'layer', 'centre', 'kurilmap:x'])
    for (const value of ROOT_ANY) add(`root ${key} ${JSON.stringify(value)}`, {...styleOf('fill'), [key]: value});
add('line-gradient without metrics', {...styleOf('line', {paint: {'line-gradient': ['interpolate', ['linear'], ['line-progress'], 0, 'red', 1, 'blue']}}), sources: {s: {type: 'geojson', data: {type: 'FeatureCollection', features: []}}}});
add('both resamplings', styleOf('raster', {paint: {resampling: 'linear', 'raster-resampling': 'nearest'}}));
for (const key of ['version', 'sources', 'layers']) { const style = styleOf('fill'); delete style[key]; add(`root without ${key}`, style); }

const FILTERS = [...ANY, ['=='], ['==', 'a'], ['==', 'a', 1], ['==', 'a', 1, 2], ['==', 1, 'a'], ['==', 'a', null], ['==', 'a', []], ['==', '$type', 'Point'], ['==', '$type', 'Nope'], ['==', '$type', 1], ['==', '$id', 1], ['<', '$type', 'Point'], ['<', 'a', 1], ['<', 'a'],
    ['in', 'a'], ['in', 'a', 1, 2], ['in', 'a', null], ['in', 1, 2], ['in'], ['!in', 'a', 'b'], ['in', '$type', 'Point', 'Polygon'], ['in', '$type', 'X'], ['has'], ['has', 'a'], ['has', 'a', 'b'], ['has', 1], ['!has', 'a'], ['!has', 1], ['!has', '$type'], ['has', '$id'], ['has', '$type'], ['all'], ['any'], ['none'], ['all', ['==', 'a', 1]], ['all', ['==', 'a']],
    ['any', ['==', 'a', 1], 5], ['none', ['==', 'a', 1]], ['none', ['nope']], ['all', true], ['any', false, true], ['all', ['==', 'a', 1], ['==', ['get', 'b'], 2]], ['!', ['==', 'a', 1]], ['!', ['has', 'a']], ['all', ['has', 'a'], ['==', 'a', 1]], ['case', ['==', 'a', 1], true, false], ['case', ['has', 'a'], ['==', 'a', 1], true],
    ['get', 'a'], ['boolean', ['get', 'a']], ['to-boolean', ['get', 'a']], ['zoom'], ['>', ['zoom'], 5], ['<', ['get', 'a'], ['zoom']], ['feature-state', 'a'], ['==', ['feature-state', 'a'], 1], ['global-state', 'a'], ['==', ['global-state', 'a'], 1], ['nope'], ['match', ['get', 'a'], 'b', true, false], ['within', {type: 'Point', coordinates: [0, 0]}],
    ['within', {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}], ['step', ['zoom'], true, 5, false], ['==', ['geometry-type'], 'Point'], ['==', ['get', 'a'], ['get', 'b']], ['==', 'a', ['get', 'b']], ['in', ['get', 'a'], ['literal', [1, 2]]], ['in', 'a', ['literal', ['a']]], ['literal', true], ['literal', 1], 'true', {}, {stops: [[0, true]]}, ['let', 'v', ['get', 'a'], ['==', ['var', 'v'], 1]]];
for (const value of FILTERS) {
    add(`filter ${JSON.stringify(value)}`, styleOf('fill', {filter: value}));
    add(`source filter ${JSON.stringify(value)}`, {version: 8, sources: {s: {...SOURCES.geojson, filter: value}}, layers: []});
}
for (const value of ANY) add(`the style ${JSON.stringify(value)}`, value);

// One member a line wherever a fault may stand, so that both name the same lines.
function print(value, depth = 4) {
    if (depth === 0 || value === null || typeof value !== 'object') return JSON.stringify(value);
    const array = Array.isArray(value);
    const items = Object.entries(value).map(([k, v]) => (array ? '' : `${JSON.stringify(k)}: `) + print(v, depth - 1));
    return items.length ? `${array ? '[' : '{'}\n${items.join(',\n')}\n${array ? ']' : '}'}` : JSON.stringify(value);
}

fs.rmSync(out, {recursive: true, force: true});
fs.mkdirSync(out, {recursive: true});
for (const [i, c] of cases.entries()) {
    c.file = `c${i}.style.json`;
    c.text = print(c.style);
    fs.writeFileSync(path.join(out, c.file), c.text);
    c.theirs = [];
    try {
        for (const e of validateStyleMin(jsonlint.parse(c.text))) c.theirs.push({line: e.line ?? null, message: e.message});
    } catch (e) {
        c.theirs = [{line: null, message: `the validator fails: ${e.message}`, failed: true}];
    }
    c.ours = [];
}
// Files, layers and images that are named and not there are ours alone to see.
const MISSING = /^cannot (open|read)|^no embedded layer|the style's sprite has no image|may not be read|^no layer '/;
const byFile = new Map(cases.map((c) => [c.file, c]));
let problems = 0;
const problem = (text) => {
    if (problems++ < 20) console.log(`FAIL ${text}`);
};
for (let i = 0; i < cases.length; i += 500) {
    const run = spawnSync(path.resolve(kurilmap), ['check', '--log-format', 'json', ...cases.slice(i, i + 500).map((c) => c.file)], {cwd: out, encoding: 'utf8', maxBuffer: 1 << 28});
    if (run.status !== 0 && run.status !== 3) problem(`kurilmap ends with ${run.status ?? run.signal}: ${run.stderr.slice(-1000)}`);
    for (const line of run.stderr.split('\n')) {
        const found = line.startsWith('{') ? JSON.parse(line) : {};
        if (found.severity === 'error' && byFile.has(found.file) && !MISSING.test(found.message))
            byFile.get(found.file).ours.push({line: found.line, message: found.message});
    }
}

// What docs/style-support.md lists: by what the one that refuses says, or by the case.
const ONLY_OURS = [/^'hillshade-illumination-\w+' is /, /^'filter': Expected boolean/, /cannot show the (image|video|geojson) source/, /^a parameter (must|needs)/, /^a terrain needs/,
    /^there is a sprite/, /^'promoteId' must be/, /^'clusterProperties' must be|^a cluster's property/];
const ONLY_THEIRS = [/must specify a "source-layer"/, /requires a GeoJSON source with `lineMetrics`/, /^layers\[0\]\.layout\.text-font: (Invalid data expression|"text-font" does not support identity)/, /^center: array length 2 expected/];
for (const c of cases) {
    const theirs = c.theirs.length > 0, ours = c.ours.length > 0;
    if (theirs && !ours && !c.name.includes('kurilmap:') && c.name !== 'the style {}' && !ONLY_THEIRS.some((r) => r.test(c.theirs[0].message)))
        problem(`${c.name} (${c.file}): only the validator refuses it: ${c.theirs[0].message}`);
    if (ours && !theirs && !ONLY_OURS.some((r) => r.test(c.ours[0].message)))
        problem(`${c.name} (${c.file}): only kurilmap refuses it: ${c.ours[0].message}`);
    if (c.ours.some((e) => !(e.line >= 1 && e.line <= c.text.split('\n').length)))
        problem(`${c.name} (${c.file}): an error without its line`);
}
fs.writeFileSync(path.join(out, 'result.json'), JSON.stringify(cases.map(({text, ...c}) => c), null, 1));
console.log(`${cases.length - problems} passed, ${problems} failed`);
process.exit(problems ? 1 : 0);
