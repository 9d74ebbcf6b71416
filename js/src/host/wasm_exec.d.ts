// wasm_exec.js is copied here by build.sh from the Go that builds the engine, as the
// body of a function whose globalThis is its parameter.

export interface GoProgram {
  argv: string[];
  env: Record<string, string>;
  importObject: WebAssembly.Imports;
  /** Called when the program exits. */
  exit(code: number): void;
  /** Enters the program with an event for it. */
  _resume(): void;
  /** Runs the program; resolves when it exits. */
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** Gives the class that runs a Go program, on a global object of its own. */
export function wasmExec(global: object): new () => GoProgram;
