import { i18n } from "@lingui/core";
import { I18nProvider as LinguiProvider } from "@lingui/react";
import { type ReactNode, useEffect, useState } from "react";
import { I18nProvider as AriaLocaleProvider } from "react-aria-components";
import {
  type Archiving,
  type Client,
  createApi,
  createArchiving,
  createBrowserClient,
  createCall,
  createNextApi,
  createPlayback,
  createPublishing,
  createQuoting,
  createRecordApi,
  createSounds,
  createTexts,
  type DemoInfo,
  fetchDemo,
  fetchFile,
  type InvitationInfo,
  type Negotiation,
  NextModel,
  type PublishingModel,
  type Quoting,
  RecordModel,
  type Route,
  SegmentPlayer,
} from "../client/index.ts";
import { PreferencesProvider } from "./context";
import { AdminPage } from "./features/admin/AdminPage";
import { type AdminModel, createAdmin } from "./features/admin/admin-model";
import { DelegationPage } from "./features/delegation/DelegationPage";
import { createDelegation, type DelegationModel } from "./features/delegation/delegation-model";
import { DemoPage } from "./features/demo/DemoPage";
import { EndingPage } from "./features/ending/EndingPage";
import { HomePage } from "./features/home/HomePage";
import { createHome, type HomeModel } from "./features/home/home-model";
import { keptToken, type LinkStorage, linkOf, rememberLink } from "./features/home/links";
import { MeetingPage } from "./features/meeting/MeetingPage";
import { TextPage } from "./features/negotiation/TextPage";
import { NextPage, type NextPageProps } from "./features/next/NextPage";
import { PublishingPage } from "./features/publishing/PublishingPage";
import { RecordPage } from "./features/record/RecordPage";
import { activateLocale } from "./i18n/locales";
import { createLoader, type Loader } from "./load";
import { applyTheme, type PreferencesStore } from "./preferences";
import { useStore } from "./use-store";

/** What a page needs, made once for an address: the views themselves fetch nothing. */
export type Screen =
  | { readonly page: "unknown" }
  | { readonly page: "incomplete" }
  | { readonly page: "home"; readonly demo: Loader<DemoInfo>; readonly mine: HomeModel }
  | { readonly page: "demo"; readonly demo: Loader<DemoInfo> }
  | { readonly page: "admin"; readonly model: AdminModel }
  | { readonly page: "delegation"; readonly model: DelegationModel; readonly meetingLink: string }
  | {
      readonly page: "record";
      readonly link: string;
      readonly model: RecordModel;
      readonly quoting: Quoting;
      readonly archiving: Archiving;
      readonly at: string;
    }
  | ({ readonly page: "next" } & NextPageProps)
  | {
      readonly page: "text";
      readonly model: Negotiation;
      readonly link: string;
      readonly record: string;
      readonly publication: string;
    }
  | {
      readonly page: "publication";
      readonly model: PublishingModel;
      readonly link: string;
      readonly text: string;
    }
  | {
      readonly page: "meeting";
      readonly meeting: string;
      readonly client: Client;
      readonly invitation: Loader<InvitationInfo>;
    };

/** Makes the models that a route's page shows. */
export function openScreen(route: Route, storage: LinkStorage): Screen {
  switch (route.page) {
    case "unknown":
      return { page: route.page };
    case "home":
      return { page: route.page, demo: createLoader(() => fetchDemo()), mine: createHome(storage) };
    case "demo":
      return { page: route.page, demo: createLoader(() => fetchDemo()) };
    case "admin":
      return { page: "admin", model: createAdmin(createApi(route.token)) };
    case "delegation":
      if (!route.token) return { page: "incomplete" };
      return {
        page: "delegation",
        model: createDelegation(createApi(route.token)),
        meetingLink: `/m/${encodeURIComponent(route.meeting)}#${route.token}`,
      };
    case "record": {
      const { meeting, at } = route;
      const token = route.token || keptToken(storage, meeting);
      if (!token) return { page: "incomplete" };
      const sounds = new SegmentPlayer(createSounds(meeting, token, fetchFile), createPlayback());
      return {
        page: "record",
        link: `/m/${encodeURIComponent(meeting)}#${token}`,
        model: new RecordModel(createRecordApi(meeting, createCall(token)), sounds),
        quoting: createQuoting(meeting, token, fetchFile),
        archiving: createArchiving(meeting, token),
        at,
      };
    }
    case "text": {
      const token = route.token || keptToken(storage, route.meeting);
      if (!token) return { page: "incomplete" };
      const model = createTexts(route.meeting, token);
      return { page: "text", model, ...addresses(route.meeting, token) };
    }
    case "publication": {
      const token = route.token || keptToken(storage, route.meeting);
      if (!token) return { page: "incomplete" };
      const model = createPublishing(route.meeting, token);
      return { page: "publication", model, ...addresses(route.meeting, token) };
    }
    case "next":
      return nextScreen(route.meeting, route.token || keptToken(storage, route.meeting), storage);
    case "meeting": {
      if (!route.token) return { page: "incomplete" };
      const api = createApi(route.token);
      return {
        page: "meeting",
        meeting: route.meeting,
        client: createBrowserClient(route.meeting, route.token),
        invitation: createLoader(async () => {
          const info = await api.invitation();
          if (info.meeting.id === route.meeting) rememberLink(storage, linkOf(info, route.token));
          return info;
        }),
      };
    }
  }
}

/** Where the pages of a meeting are, for who has this token. */
function addresses(meeting: string, token: string) {
  const at = `/m/${encodeURIComponent(meeting)}`;
  const of = (page: string) => `${at}/${page}#${token}`;
  return { link: `${at}#${token}`, record: of("record"), text: of("text"), publication: of("publication") };
}

function nextScreen(meeting: string, token: string, storage: LinkStorage): Screen {
  if (!token) return { page: "incomplete" };
  const address = (id: string) => `/m/${encodeURIComponent(id)}`;
  const calendar = (language: string) =>
    fetchFile(token, `/meetings/${encodeURIComponent(meeting)}/next/calendar.ics?language=${language}`);
  return {
    page: "next",
    model: new NextModel(createNextApi(meeting, createCall(token)), calendar, (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    }),
    link: `${address(meeting)}#${token}`,
    linkTo: (other) => {
      const kept = keptToken(storage, other);
      return kept ? `${address(other)}/next#${kept}` : undefined;
    },
  };
}

/** The application around a screen: language, direction, theme. */
export function App({ preferences, screen }: { preferences: PreferencesStore; screen: Screen }) {
  return (
    <Localised preferences={preferences}>
      <ScreenView screen={screen} />
    </Localised>
  );
}

/** Provides language, direction and theme; nothing is shown before the language is loaded. */
export function Localised({ preferences, children }: { preferences: PreferencesStore; children: ReactNode }) {
  const { locale, theme } = useStore(preferences);
  const [ready, setReady] = useState(i18n.locale === locale);
  useEffect(() => applyTheme(theme, document.documentElement), [theme]);
  useEffect(() => {
    let current = true;
    void activateLocale(locale).then(() => {
      if (current) setReady(true);
    });
    return () => {
      current = false;
    };
  }, [locale]);
  if (!ready) return null;
  return (
    <LinguiProvider i18n={i18n}>
      <AriaLocaleProvider locale={locale}>
        <PreferencesProvider value={preferences}>{children}</PreferencesProvider>
      </AriaLocaleProvider>
    </LinguiProvider>
  );
}

function ScreenView({ screen }: { screen: Screen }) {
  switch (screen.page) {
    case "home":
      return <DemoPage demo={screen.demo} otherwise={<HomePage mine={screen.mine} />} />;
    case "unknown":
      return <EndingPage ending={{ code: "page-unknown", canRejoin: false }} onAgain={() => undefined} />;
    case "incomplete":
      return <EndingPage ending={{ code: "link-incomplete", canRejoin: false }} onAgain={() => undefined} />;
    case "demo":
      return <DemoPage demo={screen.demo} />;
    case "admin":
      return <AdminPage model={screen.model} />;
    case "delegation":
      return <DelegationPage model={screen.model} meetingLink={screen.meetingLink} />;
    case "record":
      return (
        <RecordPage
          model={screen.model}
          quoting={screen.quoting}
          archiving={screen.archiving}
          link={screen.link}
          at={screen.at}
        />
      );
    case "text":
      return (
        <TextPage
          model={screen.model}
          link={screen.link}
          record={screen.record}
          publication={screen.publication}
        />
      );
    case "next":
      return <NextPage model={screen.model} link={screen.link} linkTo={screen.linkTo} />;
    case "publication":
      return <PublishingPage model={screen.model} link={screen.link} text={screen.text} />;
    case "meeting":
      return <MeetingPage meeting={screen.meeting} client={screen.client} invitation={screen.invitation} />;
  }
}
