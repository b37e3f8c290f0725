// Compares our property table (style_tables json) with the specification's reference, both ways.
// usage: node compare-properties.mjs WORK_DIR PROPERTIES.json
import {readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';

const [work, table] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const reference = read(`${work}/node_modules/@maplibre/maplibre-gl-style-spec/src/reference/v8.json`);

const input = (row) => {
    if (row['property-type'] === 'color-ramp') return 'ramp';
    const parameters = row.expression?.parameters ?? [];
    if (parameters.includes('feature')) return 'feature';
    if (parameters.includes('zoom')) return 'zoom';
    return parameters.includes('global-state') ? 'state' : 'constant';
};
const words = (row) => (row.values ? [...(Array.isArray(row.values) ? row.values : Object.keys(row.values))].sort() : undefined);

const wanted = new Map();
for (const key of Object.keys(reference)) {
    const match = /^(layout|paint)_(.+)$/.exec(key);
    if (!match) continue;
    for (const [name, row] of Object.entries(reference[key])) {
        wanted.set(`${match[2]}/${name}`, {
            group: match[1],
            type: row.type === 'array' ? `array of ${row.value}` : row.type,
            input: input(row),
            interpolated: row.expression?.interpolated ?? false,
            transition: row.transition ?? false,
            tokens: row.tokens ?? false,
            words: words(row),
            default: row.default,
            minimum: row.minimum,
            maximum: row.maximum,
            period: row.period,
            length: row.length,
            units: row.units
        });
    }
}

let problems = 0;
const problem = (text) => {
    console.log(`FAIL ${text}`);
    problems++;
};
for (const {name, layer, ...ours} of read(table)) {
    const key = `${layer}/${name}`;
    const theirs = wanted.get(key);
    if (!theirs) {
        problem(`${key}: not in the specification`);
        continue;
    }
    wanted.delete(key);
    if (ours.words) ours.words = ours.words.sort();
    for (const field of Object.keys(theirs)) {
        if (!isDeepStrictEqual(ours[field], theirs[field]))
            problem(`${key}: ${field} is ${JSON.stringify(ours[field])}, the specification says ${JSON.stringify(theirs[field])}`);
    }
}
for (const key of wanted.keys()) problem(`${key}: missing from the table`);
if (problems === 0) console.log('the property table agrees with the specification');
process.exit(problems ? 1 : 0);
