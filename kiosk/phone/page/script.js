/* For pages with a text to write; each works without it. Written for old WebViews. */
(function () {
	"use strict";
	var store = null, sent = document.querySelector("[data-sent]"), box = document.querySelector("textarea[data-draft]");
	try { store = window.sessionStorage; store.getItem("draft"); } catch (refused) { store = null; }
	if (store && sent) { store.removeItem(sent.getAttribute("data-sent")); }
	if (!box) { return; }

	var key = box.getAttribute("data-draft"), most = +box.getAttribute("maxlength"), count = document.getElementById("count");
	var still = box.getAttribute("data-still"), told = 0;

	function left() {
		count.textContent = count.getAttribute("data-left").replace("#", Math.max(0, most - box.value.length));
		count.className = most - box.value.length < 20 ? "count few" : "count";
	}

	/* The screen waits while somebody writes, and not for ever. */
	function tell() {
		var now = new Date().getTime(), ask, form = box.form;
		if (!still || now - told < 5000) { return; }
		told = now;
		ask = new XMLHttpRequest();
		ask.open("POST", still);
		ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
		ask.onload = function () {
			if (ask.status === 410) { document.getElementById("over").hidden = false; }
		};
		ask.send("csrf=" + encodeURIComponent(form.elements.csrf.value));
	}

	if (store && !box.value) { box.value = store.getItem(key) || ""; }
	left();
	box.addEventListener("input", function () {
		left();
		if (store) { try { store.setItem(key, box.value); } catch (full) { store = null; } }
		tell();
	});
}());
