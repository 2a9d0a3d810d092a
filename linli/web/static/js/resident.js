// Streamlit's fields know no number pad and no capitals: they are told before the keyboard opens.
function keyboard(event) {
  var field = event.target.closest ? event.target.closest('input') : null;
  if (!field) { return; }
  if (field.closest('[class*="st-key-pin"],[class*="st-key-old_pin"],[class*="st-key-new_pin"]')) {
    field.inputMode = 'numeric';
  } else if (field.closest('[class*="st-key-code"],[class*="st-key-slip"],[class*="_slip"]')) {
    field.autocapitalize = 'characters';
    field.spellcheck = false;
  }
}
document.addEventListener('pointerdown', keyboard, true);
document.addEventListener('focusin', keyboard, true);
