import '@angular/compiler';
import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provide, type Props } from '../app';
import { Messages } from './messages';

const shown = signal<Props | undefined>(undefined);

@Component({
  selector: '#app',
  imports: [Messages],
  template: '@if (shown(); as props) { <app-messages [url]="props.url" [token]="props.token" /> }',
})
class App {
  readonly shown = shown;
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });

provide({ show: (props) => shown.set(props), hide: () => shown.set(undefined) });
