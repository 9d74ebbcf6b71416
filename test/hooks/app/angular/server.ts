import '@angular/compiler';
import { Component, inject, PendingTasks, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { Messages } from './messages';

declare const process: { readonly argv: readonly string[] };

@Component({
  selector: '#app',
  imports: [Messages],
  template: '<app-messages [url]="url" token="token" />',
})
class App {
  readonly url = process.argv[2]!;

  constructor() {
    // Angular runs effects on a server and destroys the app once it is rendered: without something to wait for, a feed that
    // was opened would be closed before it has asked for anything.
    inject(PendingTasks).run(() => new Promise((done) => setTimeout(done, 1000)));
  }
}

const providers = [provideServerRendering(), provideZonelessChangeDetection()];
console.info(
  await renderApplication((context) => bootstrapApplication(App, { providers }, context), {
    document: '<div id="app"></div>',
  }),
);
