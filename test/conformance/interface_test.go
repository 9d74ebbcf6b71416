package conformance

import "slices"

func interfaceRules() []rule {
	const (
		ownName    = "It is a class of its own, with its own name."
		ownOptions = "Its options are checked whole: what does nothing is a TypeError, and not passed over in silence."
		unasked    = "A script cannot ask an EventTarget who listens, and an event for nobody costs a hundred times what its record does: a listener that is not added by the feed's own method is called only if another of its type is."
		ownFields  = "Members know a feed by its private fields, and each copy of a script has its own."
	)
	return group("The interface", "9.2.2",
		about("the constants are on the class, its prototype and every instance", `
			const es = make();
			return [Class, Class.prototype, es].map((o) => [o.CONNECTING, o.OPEN, o.CLOSED]);`,
			"0,1,2", "0,1,2", "0,1,2").as("eventsource-prototype"),
		about("the constants cannot be changed", `
			const es = make();
			return [Class, Class.prototype, es].map((o) => thrown(() => { 'use strict'; o.OPEN = 5; }) + ' ' + o.OPEN);`,
			"TypeError 1", "TypeError 1", "TypeError 1").as("eventsource-prototype"),
		about("the constants are enumerable, and neither writable nor configurable", `
			return [Class, Class.prototype].flatMap((o) => ['CONNECTING', 'OPEN', 'CLOSED'].map((name) => described(o, name)));`,
			"enumerable", "enumerable", "enumerable", "enumerable", "enumerable", "enumerable").as("interfaces"),
		about("it is an EventTarget", `
			const es = make();
			return [es instanceof EventTarget, Object.getPrototypeOf(Class) === EventTarget, Object.getPrototypeOf(Class.prototype) === EventTarget.prototype];`,
			"true", "true", "true").as("eventsource-eventtarget"),
		about("its name", `return [typeof Class, Class.name, described(Class, 'name')];`, "function", "EventSource", "configurable").as("interfaces").
			but(ours, ownName, "function", "FeedSource", "configurable"),
		about("how many arguments the constructor must have", `return [Class.length, described(Class, 'length')];`, "1", "configurable").as("interfaces"),
		about("its prototype and the prototype's constructor", `
			return [described(Class, 'prototype'), described(Class.prototype, 'constructor'), Class.prototype.constructor === Class, Object.getPrototypeOf(make()) === Class.prototype];`,
			"", "writable configurable", "true", "true").as("interfaces"),
		about("it hides no names in a with statement", `return [Symbol.unscopables in Class.prototype];`, "false").as("interfaces"),
		about("a url is required", `return [thrown(() => keep(new Class()))];`, "TypeError"),
		about("it is not called without new", `return [thrown(() => Class(near + '/feed'))];`, "TypeError").as("eventsource-constructor-no-new"),
		about("it can be extended", `
			class Own extends Class {
				constructor(url) { super(url); this.lines = []; this.onmessage = (e) => this.lines.push(line(e)); }
			}
			const es = keep(new Own(near + '/feed'));
			await heard(es, 'error');
			return [es instanceof Class, ...es.lines];`,
			"true", "message: a"),
		about("init may be left out, null or undefined", `
			return [[], [undefined], [null], [{}]].map((rest) => make(near + '/feed', ...rest).withCredentials);`,
			"false", "false", "false", "false"),
		about("init may be a function", `return [thrown(() => make(near + '/feed', () => {}))];`, "nothing").
			but(ours, ownOptions, "TypeError"),
		about("init may hold what it likes", `return [thrown(() => make(near + '/feed', { other: 1 }))];`, "nothing").
			but(ours, ownOptions, "TypeError"),
		about("init is an object", `return [1, 'x', true, Symbol(), 5n].map((init) => thrown(() => make(near + '/feed', init)));`,
			"TypeError", "TypeError", "TypeError", "TypeError", "TypeError"),
		about("withCredentials is taken for a boolean", `
			return [true, false, undefined].map((withCredentials) => make(near + '/feed', { withCredentials }).withCredentials);`,
			"true", "false", "false"),
		about("withCredentials of another type is one too", `
			return [1, 0, 'false', '', {}, null].map((withCredentials) => thrown(() => make(near + '/feed', { withCredentials })));`,
			"nothing", "nothing", "nothing", "nothing", "nothing", "nothing").
			but(ours, ownOptions, "TypeError", "TypeError", "TypeError", "TypeError", "TypeError", "TypeError"),
		about("withCredentials may be inherited, and is read once", `
			let times = 0;
			const inherited = Object.create({ get withCredentials() { times++; return true; } });
			return [make(near + '/feed', inherited).withCredentials, times];`,
			"true", "1"),
		about("the arguments are converted in order, and then the URL is parsed", `
			const refuse = () => { throw new RangeError('on purpose'); };
			return [[{ toString: refuse }, 5], ['http://[x', 5], ['http://[x', { get withCredentials() { refuse(); } }]].map((given) => thrown(() => make(...given)));`,
			"RangeError", "TypeError", "RangeError"),
		about("url, readyState and withCredentials cannot be set", `
			const es = make();
			return ['url', 'readyState', 'withCredentials'].map((name) => thrown(() => { 'use strict'; es[name] = 5; }) + ' ' + (es[name] === 5));`,
			"TypeError false", "TypeError false", "TypeError false").as("eventsource-url"),
		about("its members are on the prototype and nothing on the instance", `
			const own = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'];
			return [own.every((name) => Object.hasOwn(Class.prototype, name)), Reflect.ownKeys(make()).length];`,
			"true", "0").as("interfaces"),
		about("its members are enumerable", `
			const seen = [];
			for (const name in Class.prototype) seen.push(name);
			return ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close', 'CLOSED'].map((name) => seen.includes(name));`,
			"true", "true", "true", "true", "true", "true", "true", "true"),
		about("its attributes are getters, some with setters", `
			return ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror'].map((name) => described(Class.prototype, name));`,
			"get enumerable configurable", "get enumerable configurable", "get enumerable configurable",
			"get set enumerable configurable", "get set enumerable configurable", "get set enumerable configurable").as("interfaces"),
		about("its method", `return [described(Class.prototype, 'close')];`, "writable enumerable configurable").as("interfaces"),
		about("what its functions are called, and how many arguments they must have", `
			const { onopen, onmessage, onerror, url, readyState, withCredentials, close } = Object.getOwnPropertyDescriptors(Class.prototype);
			return [url.get, withCredentials.get, readyState.get, onopen.get, onopen.set, onmessage.get, onmessage.set, onerror.get, onerror.set, close.value].map((f) => f.name + ' ' + f.length);`,
			"get url 0", "get withCredentials 0", "get readyState 0", "get onopen 0", "set onopen 1",
			"get onmessage 0", "set onmessage 1", "get onerror 0", "set onerror 1", "close 0").as("interfaces"),
		about("what it is called by Object.prototype.toString", `
			const tag = '[object ' + Class.name + ']';
			return [Object.prototype.toString.call(make()) === tag, String(make()) === tag, Object.prototype.toString.call(Class.prototype) === tag];`,
			"true", "true", "true").as("interfaces"),
		about("its tag cannot be changed but configured", `return [Class.prototype[Symbol.toStringTag] === Class.name, described(Class.prototype, Symbol.toStringTag)];`,
			"true", "configurable").as("interfaces"),
		about("its members refuse other objects", `
			const { url, readyState, withCredentials, close } = Object.getOwnPropertyDescriptors(Class.prototype);
			return [url.get, readyState.get, withCredentials.get, close.value].map((f) => [{}, new EventTarget(), Class.prototype, null, undefined].map((other) => thrown(() => f.call(other))));`,
			slices.Repeat([]string{"TypeError,TypeError,TypeError,TypeError,TypeError"}, 4)...).as("interfaces"),
		about("its event handlers refuse other objects", `
			const { onopen, onmessage, onerror } = Object.getOwnPropertyDescriptors(Class.prototype);
			return [onopen, onmessage, onerror].flatMap(({ get, set }) => [get, set]).map((f) => [{}, new EventTarget(), Class.prototype, null, undefined].map((other) => thrown(() => f.call(other, null))));`,
			slices.Repeat([]string{"TypeError,TypeError,TypeError,TypeError,TypeError"}, 6)...).as("interfaces"),
		about("its members take a feed of another document", `
			const { Class: Other } = await framed('/inner/plain.html');
			const es = make();
			return [thrown(() => Other.prototype.close.call(es)), es.readyState];`,
			"nothing", "2").
			but(strict, ownFields, "TypeError", "0").
			but(ours, ownFields, "TypeError", "0"),
		about("addEventListener is that of every EventTarget", `
			const add = Class.prototype.addEventListener;
			return [add.length, ...[() => make().addEventListener('message'), () => add.call({}, 'message', null), () => add.call(new EventTarget(), 'message', null)].map(thrown)];`,
			"2", "TypeError", "TypeError", "nothing"),
		about("a listener may be added by EventTarget's own method", `
			const es = make(), lines = [];
			EventTarget.prototype.addEventListener.call(es, 'message', (e) => lines.push(line(e)));
			await heard(es, 'error');
			return lines;`,
			"message: a").
			but(ours, unasked),
		about("close returns nothing, and any number of times", `
			const es = make();
			return [es.close(), es.close(), es.readyState];`,
			"undefined", "undefined", "2"),
	)
}

// about is a rule that the page tries with a feed of one event.
func about(name, script string, lines ...string) rule {
	return answers(name, stream("data: a\n\n")).does(script).sees(lines...)
}
