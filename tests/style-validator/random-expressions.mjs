// Fixtures of random expressions, compiled and evaluated by the specification's reference implementation:
//
//     node random-expressions.mjs PACKAGE_DIR OUT_DIR COUNT SEED
//     maplibre-expressions OUT_DIR
//
// About a third of them compile; the others must be refused with the same messages at the same places.
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
const [pkg, out, count, seed0] = process.argv.slice(2);
const ref = await import(pathToFileURL(path.resolve(pkg, 'node_modules/@maplibre/maplibre-gl-style-spec/dist/index.mjs')));
let seed = Number(seed0) >>> 0;
const rnd = () => { seed = (seed + 0x6d2b79f5) >>> 0; let t = seed; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
const pick = (a) => a[Math.floor(rnd() * a.length)];
const int = (n) => Math.floor(rnd() * n);
const FIELDS = {n: 'number', m: 'number', s: 'string', t: 'string', b: 'boolean', a: 'array', o: 'object', z: 'missing', nul: 'null', c: 'string'};
const numbers = [0, 1, -1, 2, 0.5, 3.7, -2.25, 10, 100, 1e6, 255, 7];
const strings = ['', 'a', 'abc', 'Kuril', 'red', '#00ff0080', 'rgba(1,2,3,0.5)', '12', ' 3.5 ', 'true', '択捉', 'ÄÖ', 'a,b,c', 'hsl(120 50% 50%)', 'notacolor', '😀北方', '𠮷野家 a😀b', 'e\u0301te\u0301', 'İSTANBUL', 'ΟΔΟΣ', 'hwb(20 10% 30% / 0.5)', 'lab(50% 20 -30)', 'oklch(60% 0.1 200)', 'rgb(10%, 20%, 30%)'];
const wild = (t) => rnd() < 0.06 ? pick(['number', 'string', 'boolean', 'color', 'array', 'value']) : t;
function gen(type, d) {
  type = wild(type);
  if (d <= 0) return leaf(type);
  return (ops[type] ?? ops.value)[int((ops[type] ?? ops.value).length)](d - 1);
}
function leaf(type) {
  switch (type) {
    case 'number': return rnd() < 0.6 ? pick(numbers) : pick([['get', 'n'], ['get', 'm'], ['zoom'], ['pi'], ['e'], ['ln2'], ['number', ['get', 's'], 4], ['id']]);
    case 'string': return rnd() < 0.6 ? pick(strings) : pick([['get', 's'], ['get', 't'], ['geometry-type'], ['to-string', ['get', 'n']]]);
    case 'boolean': return rnd() < 0.5 ? rnd() < 0.5 : pick([['get', 'b'], ['has', 'n'], ['has', 'z'], ['to-boolean', ['get', 's']]]);
    case 'color': return pick(['red', '#123456', ['rgb', 1, 2, 3], ['rgba', 10, 20, 30, 0.4], ['to-color', ['get', 'c']], ['to-color', ['get', 's'], 'blue'], 'nocolour']);
    case 'array': return pick([['literal', [1, 2, 3]], ['literal', ['a', 'b']], ['get', 'a'], ['array', ['get', 'a']], ['array', 'number', ['get', 'a']], ['array', 'number', 3, ['get', 'a']], ['literal', []], ['semiliteral', [['get', 'n'], 2]]]);
    default: return pick([null, ['get', 'z'], ['get', 'nul'], ['get', 'o'], ['literal', {x: 1}], ['get', pick(Object.keys(FIELDS))], 3, 'a', true, ['properties']]);
  }
}
const N = (d) => gen('number', d), S = (d) => gen('string', d), B = (d) => gen('boolean', d), C = (d) => gen('color', d), A = (d) => gen('array', d), V = (d) => gen(pick(['number', 'string', 'boolean', 'value', 'array', 'color']), d);
const any = (t) => (d) => gen(t, d);
function decide(t) {
  return [
    (d) => ['case', B(d), gen(t, d), ...(rnd() < 0.4 ? [B(d), gen(t, d)] : []), gen(t, d)],
    (d) => ['match', S(d), pick(['a', 'abc', ['a', 'b'], 'Kuril', 'Point']), gen(t, d), gen(t, d)],
    (d) => ['match', rnd() < 0.5 ? ['get', 'n'] : N(d), pick([1, 2, [0, 3], 100, 1.5]), gen(t, d), pick([4, 5, 1]), gen(t, d), gen(t, d)],
    (d) => ['coalesce', gen(t, d), ...(rnd() < 0.6 ? [gen(t, d)] : [])],
    (d) => ['let', 'v', gen(t, d), ['case', B(d), ['var', rnd() < 0.95 ? 'v' : 'w'], gen(t, d)]],
    (d) => ['step', rnd() < 0.5 ? ['get', 'n'] : N(d), gen(t, d), pick([0, 1]), gen(t, d), pick([2, 5, 0.5]), gen(t, d)],
    (d) => ['at', N(d), ['literal', [1, 'a', true, null]]],
  ];
}
const ramp = (t) => (op) => (d) => [op, pick([['linear'], ['exponential', 1.5], ['exponential', 1], ['cubic-bezier', 0.42, 0, 0.58, 1], ['exponential', 'x'], ['cubic-bezier', 2, 0, 0, 1]]), rnd() < 0.6 ? ['get', 'n'] : N(d), 0, gen(t, d), pick([1, 10]), gen(t, d), ...(rnd() < 0.4 ? [pick([20, 5]), gen(t, d)] : [])];
const ops = {
  number: [any('number'), ...decide('number'), ramp('number')('interpolate'),
    ...['+', '*', 'min', 'max'].map((o) => (d) => [o, ...Array.from({length: int(4)}, () => N(d))]),
    ...['-', '/', '%', '^'].map((o) => (d) => [o, N(d), ...(rnd() < 0.9 ? [N(d)] : [])]),
    ...['sqrt', 'log10', 'ln', 'log2', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'round', 'abs', 'ceil', 'floor'].map((o) => (d) => [o, N(d)]),
    (d) => ['to-number', V(d), ...(rnd() < 0.5 ? [V(d)] : [])], (d) => ['number', V(d), ...(rnd() < 0.5 ? [V(d)] : [])],
    (d) => ['slice', S(d), N(d), N(d)].length && ['index-of', S(d), S(d), N(d)], (d) => ['number', ['global-state', pick(['g', 'h', 'none'])], 1],
    (d) => ['length', rnd() < 0.5 ? S(d) : A(d)], (d) => ['index-of', V(d), rnd() < 0.5 ? S(d) : A(d), ...(rnd() < 0.3 ? [N(d)] : [])]],
  string: [any('string'), ...decide('string'), (d) => ['concat', V(d), V(d)], (d) => ['upcase', S(d)], (d) => ['downcase', S(d)],
    (d) => ['to-string', V(d)], (d) => ['string', V(d), ...(rnd() < 0.5 ? [V(d)] : [])], (d) => ['typeof', V(d)],
    (d) => ['slice', S(d), N(d), ...(rnd() < 0.5 ? [N(d)] : [])], (d) => ['join', ['split', S(d), pick([',', '', 'b'])], pick(['-', ''])], (d) => ['join', A(d), S(d)],
    (d) => ['number-format', N(d), pick([{}, {'min-fraction-digits': 2}, {'max-fraction-digits': 1}, {'min-fraction-digits': 3, 'max-fraction-digits': 5}, {locale: 'de'}, {locale: 'ru'}, {locale: 'hi'}, {locale: 'ja'}, {locale: 'fr-CH'}, {currency: 'EUR', locale: 'en'}, {currency: 'JPY', locale: 'ja'}, {currency: 'RUB', locale: 'ru'}, {currency: 'USD', locale: 'de', 'max-fraction-digits': 0}, {unit: 'kilometer', locale: 'en'}, {unit: 'degree', locale: 'ru'}, {'min-fraction-digits': ['get', 'n']}, {locale: ['get', 's']}, {nope: 1}, 5])], (d) => ['image', S(d)],
    (d) => ['global-state', pick(['g', 'h', 'gs', 'none'])], (d) => ['resolved-locale', ['collator', {locale: pick(['de', 'ja', 'en-GB'])}]]],
  boolean: [any('boolean'), ...decide('boolean'), ...['==', '!=', '<', '>', '<=', '>='].map((o) => (d) => { const t = pick(['number', 'string', 'value']); return [o, gen(t, d), gen(t, d)]; }),
    (d) => [pick(['==', '!=', '<', '>', '<=', '>=']), S(d), S(d), ['collator', {'case-sensitive': rnd() < 0.5, 'diacritic-sensitive': rnd() < 0.5, ...(rnd() < 0.6 ? {locale: pick(['de', 'sv', 'ja', 'tr', 'ru', 'en'])} : {})}]],
    (d) => ['==', ['global-state', pick(['g', 'h', 'gs', 'none'])], V(d)], (d) => ['in', S(d), ['literal', ['a', 1, null, 'abc']]], (d) => ['is-supported-script', S(d)],
    (d) => ['all', B(d), B(d)], (d) => ['any', B(d), B(d), B(d)], (d) => ['!', B(d)], (d) => ['to-boolean', V(d)], (d) => ['boolean', V(d), ...(rnd() < 0.5 ? [V(d)] : [])],
    (d) => ['in', V(d), rnd() < 0.5 ? S(d) : A(d)], (d) => ['has', S(d), ...(rnd() < 0.4 ? [['get', 'o']] : [])], (d) => ['is-supported-script', 'abc']],
  color: [any('color'), ...decide('color'), ramp('color')('interpolate'), ramp('color')('interpolate-hcl'), ramp('color')('interpolate-lab'),
    (d) => ['rgb', N(d), N(d), N(d)], (d) => ['rgba', N(d), N(d), N(d), N(d)], (d) => ['to-color', V(d), ...(rnd() < 0.5 ? [V(d)] : [])]],
  array: [any('array'), ...decide('array'), (d) => ['slice', A(d), N(d)], (d) => ['array', V(d)], (d) => ['array', 'number', 2, V(d)], (d) => ['array', pick(['number', 'string', 'boolean', 'color']), V(d)], (d) => ['split', S(d), S(d)], (d) => ['to-rgba', C(d)],
    (d) => ['literal', [N(0), S(0)]], ramp('array')('interpolate')],
  value: [any('value'), ...decide('value'), (d) => ['get', S(d)], (d) => ['get', 'x', ['object', V(d)]], (d) => ['at', N(d), A(d)], (d) => ['object', V(d)], (d) => [pick(['nope', 'gett', 'interpolat', '+', 'get', 'literal', 'let', 'case'])], (d) => ['get']],
};
const formatted = (d) => ['format', ...Array.from({length: 1 + int(3)}, () => [pick([() => S(d), () => ['image', S(d)], () => V(d)])(),
  ...(rnd() < 0.7 ? [Object.assign({}, rnd() < 0.3 && {'font-scale': N(d)}, rnd() < 0.3 && {'text-font': pick([['literal', ['a', 'b']], A(d)])}, rnd() < 0.3 && {'text-color': C(d)}, rnd() < 0.3 && {'vertical-align': pick(['top', 'center', 'bottom', 'left', ['get', 's']])})] : [])]).flat()];
ops.formatted = [formatted, formatted, any('string'), ...decide('formatted')];
const specs = [
  ['number', {type: 'number'}], ['string', {type: 'string'}], ['boolean', {type: 'boolean'}], ['color', {type: 'color'}],
  ['array', {type: 'array', value: 'number', length: 2}], ['array', {type: 'array', value: 'number'}], ['array', {type: 'array', value: 'string'}],
  ['string', {type: 'formatted'}], ['formatted', {type: 'formatted'}], ['formatted', {type: 'formatted'}], ['array', {type: 'numberArray'}], ['color', {type: 'colorArray'}], ['array', {type: 'variableAnchorOffsetCollection'}], ['string', {type: 'resolvedImage'}], ['string', {type: 'enum', values: {a: {}, abc: {}}}], ['value', null], ['number', {type: 'padding'}],
];
const inputs = [
  [{zoom: 3, availableImages: []}, {properties: {n: 2, m: 7.5, s: 'abc', t: 'b', b: true, a: [1, 2, 3], o: {x: 1, n: 'q'}, nul: null, c: '#ff8800'}, id: 5, geometry: {type: 'Point', coordinates: [0, 0]}}],
  [{zoom: 0.5, availableImages: []}, {properties: {n: '12', m: -3, s: 12, t: '', b: 'x', a: 'no', o: [1], c: 'none'}, geometry: {type: 'LineString', coordinates: [[0, 0], [1, 1]]}}],
  [{zoom: 11, availableImages: []}, {properties: {}, geometry: {type: 'Polygon', coordinates: []}}],
];
// ---- legacy functions: converted, then compiled ----
const outputs = {
  number: () => pick(numbers), string: () => pick(['a', 'abc', 'b{s}c', '{s}', '{n} m']), boolean: () => rnd() < 0.5, color: () => pick(['red', '#123456', 'rgba(1,2,3,0.5)', 'hsl(120, 50%, 50%)']),
  array: () => [pick(numbers), pick(numbers)], formatted: () => pick(['a', '{s}', 'x{n}y']), resolvedImage: () => pick(['a', 'b{s}']), enum: () => pick(['a', 'abc']), padding: () => pick([1, [1, 2], [1, 2, 3, 4]]),
};
const FUNCTION_SPECS = [{type: 'number', default: 7}, {type: 'string', tokens: true, default: 'd'}, {type: 'boolean', default: true}, {type: 'color', default: 'blue'}, {type: 'array', value: 'number', length: 2, default: [8, 9]}, {type: 'formatted', tokens: true, default: ''}, {type: 'resolvedImage', tokens: true}, {type: 'enum', values: {a: {}, abc: {}}, default: 'abc'}, {type: 'padding', default: [3]}];
function legacy(spec) {
  const value = outputs[spec.type], interpolated = ['number', 'color', 'array', 'padding'].includes(spec.type);
  const field = {property: pick(['n', 'm', 's', 'b', 'z', 't', 'nul'])}, fallback = rnd() < 0.4 ? {default: value()} : {};
  const keys = (n) => Array.from({length: n}, (_, i) => i * pick([1, 2, 0.5])).sort((a, b) => a - b);
  const stops = (ks) => ks.map((k) => [k, value()]);
  const more = Object.assign({}, interpolated && rnd() < 0.3 && {base: pick([1, 1.5, 2, 0.5])}, spec.type === 'color' && rnd() < 0.4 && {colorSpace: pick(['rgb', 'lab', 'hcl'])});
  switch (int(6)) {
    case 0: return {stops: stops(keys(1 + int(4))), ...more, ...(rnd() < 0.3 ? {type: 'interval'} : {})};
    case 1: return {...field, ...fallback, stops: stops(keys(1 + int(4))), ...more, ...(rnd() < 0.4 || !interpolated ? {type: 'interval'} : rnd() < 0.5 ? {type: 'exponential'} : {})};
    case 2: return {...field, ...fallback, type: 'categorical', stops: stops(pick([['a', 'abc', 'k'], [0, 2, 7], [true, false]]))};
    case 3: return {...field, ...(['formatted', 'resolvedImage', 'padding'].includes(spec.type) ? {} : fallback), type: 'identity'}; // the reference converts no default of these
    case 4: return {...field, ...fallback, type: rnd() < 0.5 && interpolated ? 'exponential' : 'interval', ...more, stops: [0, 2, 10].flatMap((zoom) => keys(2).map((v) => [{zoom, value: v}, value()]))};
    default: return {...field, ...fallback, type: 'categorical', stops: [0, 5].flatMap((zoom) => ['a', 'abc', 'b'].map((v) => [{zoom, value: v}, value()]))};
  }
}

// ---- within and distance, of features on a tile's grid of 8192 units ----
const near = () => [Math.round((rnd() * 8 - 4) * 100) / 100, Math.round((rnd() * 8 - 4) * 100) / 100];
const around = ([x, y], r) => { const n = 3 + int(5), a0 = rnd() * 6; const ring = Array.from({length: n}, (_, i) => { const a = a0 + i * 2 * Math.PI / n; return [x + r * Math.cos(a), y + r * Math.sin(a)].map((v) => Math.round(v * 100) / 100); }); return [...ring, ring[0]]; };
const SHAPES = {
  Point: () => near(), MultiPoint: () => Array.from({length: 1 + int(4)}, near), LineString: () => Array.from({length: 2 + int(4)}, near),
  MultiLineString: () => Array.from({length: 1 + int(3)}, () => Array.from({length: 2 + int(3)}, near)), Polygon: () => [around(near(), 1 + rnd() * 2)],
  MultiPolygon: () => Array.from({length: 1 + int(2)}, () => [around(near(), 0.5 + rnd())]),
};
const shape = (...types) => { const type = pick(types); return {type, coordinates: SHAPES[type]()}; };
const ALL_SHAPES = Object.keys(SHAPES);
const TILE = {z: 3, x: 4, y: 4}, TILE_WEST = {z: 3, x: 3, y: 3};
// As the reference's own tests put geometry into a tile.
function inTile(geometry, tile) {
  const at = ([lng, lat]) => ({
    x: Math.round(((180 + lng) / 360 * 2 ** tile.z - tile.x) * 8192),
    y: Math.round(((180 - 180 / Math.PI * Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360))) / 360 * 2 ** tile.z - tile.y) * 8192)});
  const c = geometry.coordinates;
  switch (geometry.type) {
    case 'Point': return ['Point', [[at(c)]]];
    case 'MultiPoint': return ['Point', c.map((p) => [at(p)])];
    case 'LineString': return ['LineString', [c.map(at)]];
    case 'MultiLineString': return ['LineString', c.map((l) => l.map(at))];
    case 'Polygon': return ['Polygon', c.map((r) => r.map(at))];
    default: return ['Polygon', c.flatMap((p) => p.map((r) => r.map(at)))];
  }
}
function spatial() {
  const argument = rnd() < 0.15 ? pick([5, {type: 'Feature', properties: {}, geometry: shape(...ALL_SHAPES)}, {type: 'FeatureCollection', features: [{type: 'Feature', properties: {}, geometry: shape('Polygon', 'MultiPolygon')}]}, {type: 'Nope'}, null]) : null;
  if (rnd() < 0.5) return [['within', argument ?? shape('Polygon', 'Polygon', 'MultiPolygon', 'Point')], {type: 'boolean'}];
  return [['distance', argument ?? shape(...ALL_SHAPES)], {type: 'number'}];
}

const STATE = {g: 3, h: -1.5, gs: 'abc'};
const cases = Number(count);
for (let k = 0; k < cases; k++) {
  let [t, spec] = pick(specs), expression = gen(t, 1 + int(4)), given = inputs;
  if (k % 5 === 3) {
    spec = pick(FUNCTION_SPECS);
    expression = legacy(spec);
  } else if (k % 10 === 4) {
    [expression, spec] = spatial();
    given = Array.from({length: 3}, () => [{zoom: 3, availableImages: [], canonicalID: pick([TILE, TILE_WEST])}, {properties: {}, geometry: shape(...ALL_SHAPES)}]);
  }
  if (typeof expression !== 'object' || expression === null) { k--; continue; }
  const propertySpec = spec ? {...spec} : null;
  const full = {...(spec ?? {}), 'property-type': 'data-driven', expression: {interpolated: true, parameters: ['zoom', 'feature']}};
  let made;
  try { made = ref.createPropertyExpression(Array.isArray(expression) ? expression : ref.convertFunction(expression, full), 'layers[0].paint.some-property', full, STATE); } catch (e) { k--; continue; }
  const expected = {};
  if (made.result === 'error') {
    expected.compiled = {result: 'error', errors: made.value.map((e) => ({key: e.key, error: e.message}))};
  } else {
    const e = made.value;
    const type = e._styleExpression.expression.type;
    expected.compiled = {result: 'success', isFeatureConstant: e.kind === 'constant' || e.kind === 'camera', isZoomConstant: e.kind === 'constant' || e.kind === 'source', type: ref.toString(type)};
    expected.outputs = [];
    for (const [globals, f] of given) {
      try {
        const feature = {properties: f.properties};
        if ('id' in f) feature.id = f.id;
        if ('geometry' in f) feature.type = f.geometry.type;
        if (globals.canonicalID) [feature.type, feature.geometry] = inTile(f.geometry, globals.canonicalID);
        let v = e.evaluateWithoutErrorHandling(globals, feature, {}, globals.canonicalID);
        if (v instanceof ref.Color) v = [v.r, v.g, v.b, v.a];
        expected.outputs.push(JSON.parse(JSON.stringify(v === undefined ? null : v)));
      } catch (err) {
        expected.outputs.push({error: err.path === undefined ? err.message : 'layers[0].paint.some-property' + err.path + ': ' + err.message});
      }
    }
  }
  if (/\\ud[89a-f]/.test(JSON.stringify(expected))) { k--; continue; } // halves of characters, which no other text has
  const dir = path.join(out, 'g', String(k));
  fs.mkdirSync(dir, {recursive: true});
  fs.writeFileSync(path.join(dir, 'test.json'), JSON.stringify({expression, ...(propertySpec ? {propertySpec} : {}), globalState: STATE, inputs: given, expected}, null, 1));
}
