// Runs cases in the WebAssembly build of the core: node run.mjs MODULE < cases.json > results.json
// A result is the list of the values' 32 bits, or the error number of the call.
import { readFileSync } from 'node:fs';

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const core = new WebAssembly.Instance(module, {}).exports;

function put(values, Type) {
  const pointer = core.allocate(4 * values.length);
  new Type(core.memory.buffer, pointer, values.length).set(values);
  return pointer;
}

function bits(pointer, count) {
  return Array.from(new Uint32Array(core.memory.buffer, pointer, count));
}

// Calls twice, first without a result to learn its size, as a page does.
function sized(call) {
  const count = call(0, 0);
  if (count < 0) return count;
  const result = core.allocate(4 * count);
  const written = call(result, count);
  const values = written < 0 ? written : bits(result, written);
  core.release(result);
  return values;
}

function run(job) {
  const source = put(job.values, Float32Array);
  let result;
  if (job.activation !== undefined) {
    core.activate(source, job.values.length, job.activation, job.parameter);
    result = bits(source, job.values.length);
  } else if (job.pool !== undefined) {
    result = sized((target, capacity) =>
      core.pool(source, job.width, job.height, job.pool, job.window, job.stride, target, capacity));
  } else {
    const weights = put(job.numerators, Float32Array);
    const options = put(job.options, Int32Array);
    result = sized((target, capacity) =>
      core.convolve(source, job.width, job.height, weights, job.divisor, job.bias, options, target, capacity));
    core.release(weights);
    core.release(options);
  }
  core.release(source);
  return result;
}

const jobs = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(jobs.map(run)));
