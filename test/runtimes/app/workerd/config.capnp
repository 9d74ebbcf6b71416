using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .w), (name = "internet", network = (allow = ["public", "private", "local"])) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const w :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "worker.js"), (name = "listeners.js", esModule = embed "listeners.js"), (name = "feedsource", esModule = embed "index.js"), (name = "feedsource/compat", esModule = embed "compat.js"), (name = "feedsource/feedsource", esModule = "export * from '../feedsource';"), (name = "feedsource.wasm", wasm = embed "feedsource.wasm") ],
  compatibilityDate = "2026-06-01",
);
