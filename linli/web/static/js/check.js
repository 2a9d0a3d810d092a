/* ES5: tells the visitor of an old browser what to do, in place of a blank page. */
(function () {
  if (window.linliModern) { return; }
  var old = document.getElementById("lc-old");
  var root = document.getElementById("root");
  if (old) { old.removeAttribute("hidden"); }
  if (root) { root.style.display = "none"; }
})();
