// The same as bench_expression.c with the specification's JavaScript reference. From a folder where
// `npm install @maplibre/maplibre-gl-style-spec` was run: node PATH/bench_expression.mjs
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import path from 'node:path';

const from = createRequire(path.join(process.cwd(), 'index.js'));
const {createExpression} = await import(pathToFileURL(from.resolve('@maplibre/maplibre-gl-style-spec')));

const evaluations = 1e7, count = 1000;
const names = ['id', 'name', 'name_ja', 'name_ru', 'kind', 'population', 'rank', 'note'];
const features = Array.from({length: count}, (_, i) => ({
    type: 1,
    id: i,
    properties: Object.fromEntries(names.map((name) => [name, i]))
}));

function run(name, json) {
    const compiled = createExpression(json, 'bench');
    if (compiled.result !== 'success') throw new Error(JSON.stringify(compiled.value));
    const expression = compiled.value, globals = {zoom: 5};
    let sum = 0;
    const start = process.cpuUsage();
    for (let i = 0; i < evaluations; i++) {
        const value = expression.evaluate(globals, features[i % count]);
        sum += typeof value === 'number' ? value : value.r;
    }
    const used = process.cpuUsage(start);
    const ns = ((used.user + used.system) * 1000) / evaluations;
    console.log(`${name.padEnd(44)} ${ns.toFixed(2).padStart(10)} ns`);
    console.log(`${'  sum of the results'.padEnd(44)} ${sum.toPrecision(6)}`);
}

run('interpolate numbers over get',
    ['interpolate', ['linear'], ['get', 'population'], 0, 1, 250, 5, 500, 9, 1000, 20]);
run('interpolate colours over get',
    ['interpolate', ['linear'], ['get', 'population'], 0, ['to-color', '#123456'], 500, ['to-color', '#abcdef'],
        1000, ['to-color', '#ff0000']]);
run('case over comparisons',
    ['case', ['>', ['get', 'population'], 500], 3, ['==', ['get', 'rank'], 7], 2, 1]);
