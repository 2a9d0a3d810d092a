// Newer syntax and calls that Streamlit's bundle needs. An older browser stops at this file,
// and check.js, which it can read, then says so.
class LinliModern { static ready = false; static { this.ready = typeof Object.hasOwn === "function"; } }
window.linliModern = LinliModern.ready;
