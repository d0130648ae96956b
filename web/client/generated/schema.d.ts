// Made from the Go structs by `make generate`. Change those.

export interface paths {
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways into the demonstration that this server runs */
        get: operations["get-demo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the own token gives */
        get: operations["get-own-invitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own invitation as a calendar entry (RFC 5545) */
        get: operations["get-invitation-calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitation/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own invitation as the text of an e-mail */
        get: operations["get-invitation-letter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The live session's WebSocket
         * @description Text messages: the client sends ClientMessage, first hello with its token; the server sends ServerMessage, first welcome or a fatal problem.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all meetings */
        get: operations["list-meetings"];
        put?: never;
        /** Make a meeting */
        post: operations["create-meeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One meeting */
        get: operations["get-meeting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/agenda": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the provisional part of the agenda */
        put: operations["arrange-agenda"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/agenda/adoption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adopt the agenda for the own delegation */
        post: operations["adopt-agenda"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last archive's file
         * @description For the administrator and organisers. It has all that was said and written in the meeting, in private too.
         */
        get: operations["get-archive"];
        put?: never;
        /**
         * Seal an archive of the meeting as it is now
         * @description By the administrator or an organiser's token, once the meeting has ended. What is corrected later comes into a further archive, which continues the log of the one before. It answers when the file is on the disk.
         */
        post: operations["seal-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/archive/seals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which archives were made */
        get: operations["get-archive-seals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/commitments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was promised, and what became of it */
        get: operations["list-commitments"];
        put?: never;
        /** Write down what an agreed paragraph promises */
        post: operations["make-commitment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/commitments/{commitment}/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say for the own delegation what became of a commitment */
        post: operations["assess-commitment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/commitments/{commitment}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whether the own delegation holds a commitment for settled */
        put: operations["settle-commitment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/delegations/{delegation}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a delegation's members: its focal point, and who manages the meeting */
        get: operations["list-members"];
        put?: never;
        /** Add a member, or replace one: the delegation's focal point */
        post: operations["add-member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/delegations/{delegation}/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member off the list: the delegation's focal point */
        delete: operations["remove-member"];
        options?: never;
        head?: never;
        /** Vouch for a member, or give authority: the delegation's focal point */
        patch: operations["change-member"];
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/delegations/{delegation}/members/{member}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a member a new link: the delegation's focal point */
        post: operations["renew-member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a meeting's documents */
        get: operations["list-documents"];
        put?: never;
        /**
         * Add a document
         * @description By the administrator, or a delegate's, a chair's or an organiser's token.
         */
        post: operations["add-document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/documents/{document}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a document */
        delete: operations["withdraw-document"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/documents/{document}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document's content */
        get: operations["get-document-content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The floor: who has it, the floor times, the interventions and the lists of speakers */
        get: operations["get-floor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/interpretation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the interpretation is arranged */
        get: operations["get-interpretation"];
        /** Arrange the interpretation, before or during the meeting */
        put: operations["arrange-interpretation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a meeting's invitations */
        get: operations["list-invitations"];
        put?: never;
        /** Invite */
        post: operations["create-invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One invitation */
        get: operations["get-invitation"];
        put?: never;
        post?: never;
        /** Revoke an invitation */
        delete: operations["revoke-invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/invitations/{invitation}/entry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Refuse somebody entry, or no longer */
        put: operations["refuse-entry"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/invitations/{invitation}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an invitation a new link */
        post: operations["renew-invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next meeting: times that are proposed, and what is set */
        get: operations["get-next"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set as calendar entries (RFC 5545), one for each entry of the itinerary */
        get: operations["get-next-calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel it: who leads */
        post: operations["cancel-next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/counters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose the time that a calendar proposes in the place of an entry */
        post: operations["counter-next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/homes/{delegation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say when a delegation works: who acts for it, or leads */
        put: operations["set-home"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set as the text of an e-mail */
        get: operations["get-next-letter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/meeting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the meeting of the plan, once: who leads, with an invitation to it */
        post: operations["make-next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the next meeting, or change what is set: who leads */
        put: operations["set-next"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a time: who acts for a delegation, or leads */
        post: operations["propose-slot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/slots/{slot}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a proposal */
        delete: operations["withdraw-slot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/next/slots/{slot}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Accept or decline a time for the own delegation */
        put: operations["answer-slot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/publications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a meeting has issued, or will */
        get: operations["list-publications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quotations that are kept, held against the record as it is */
        get: operations["list-quotes"];
        put?: never;
        /** Keep a quotation, to be held against the record whenever it changes */
        post: operations["keep-quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/quotes/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold a quotation against what was said */
        post: operations["verify-quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/quotes/{quotation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Keep a quotation no longer */
        delete: operations["drop-quote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/readouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the own delegation's account, marked as one */
        post: operations["publish-readout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is of the record */
        get: operations["get-record"];
        /** Say which form is the official record */
        put: operations["arrange-record"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.akn.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as akn */
        get: operations["export-record-akn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as html */
        get: operations["export-record-html"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as json */
        get: operations["export-record-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.odt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as odt */
        get: operations["export-record-odt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as pdf */
        get: operations["export-record-pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record.vtt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record, as far as its regimes allow, as vtt */
        get: operations["export-record-vtt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a correction of the own delegation's words */
        post: operations["request-correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/corrections/{correction}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Accept or refuse a correction */
        patch: operations["decide-correction"];
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/interventions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down a turn for which nobody was given the floor */
        post: operations["record-intervention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/interventions/{intervention}/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare a prepared text with what was said */
        get: operations["check-delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the record's words */
        get: operations["search-record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record's words, by pages */
        get: operations["list-segments"];
        put?: never;
        /** Write a segment */
        post: operations["add-segment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/segments/{segment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change, remove or restore a segment */
        patch: operations["revise-segment"];
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/segments/{segment}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make one segment of two that follow one another */
        post: operations["join-segments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/segments/{segment}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make two segments of one */
        post: operations["split-segment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish what is written as a version */
        post: operations["publish-record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/record/versions/{version}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version in the form that its hash is of */
        get: operations["get-record-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a meeting's recordings */
        get: operations["list-recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/recordings/{recording}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A recording's sound, or a part of it
         * @description With from or to, what was heard between the two moments, to the sample, as a file of its own: at most ten minutes, and only what is there.
         */
        get: operations["get-recording-content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/regime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what may be made of words: for the meeting, an item, a speaker's next turn */
        put: operations["set-regime"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/segments/{segment}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said of a segment of the record
         * @description The part of the speaker's recording (of an interpretation: of its channel's) between the segment's start and end, within the turn; without an end 20 s; of what a person wrote down from 3 s before. For whoever may read the segment. 404 recording-unknown where it was not recorded, or its regime forbids it.
         */
        get: operations["get-segment-sound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish an adopted text in all its languages */
        post: operations["publish-statement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The texts that a meeting negotiates */
        get: operations["list-texts"];
        put?: never;
        /** Begin a text */
        post: operations["begin-text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A text whole */
        get: operations["get-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/assent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take the own delegation's assent back, until the text is adopted */
        delete: operations["withdraw-assent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/assents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bind the own delegation to the text; the last one adopts it */
        post: operations["give-assent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/brackets/{bracket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Release the own delegation's bracket */
        delete: operations["release-bracket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/canonical": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A text in the form that its hash is of */
        get: operations["get-canonical-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Certify that the text says the same in two languages */
        post: operations["certify-conformity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hold a text's dates and quotations against the calendar and the record */
        get: operations["check-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A text as it changes
         * @description Server-sent events: text (a TextChange, whole) first, then change (a TextChange: the head, and the paragraphs that changed) and presence (a TextPresence, whole). Numbers follow from the head's order. A comment every 15 s. Read it with fetch: EventSource sends no token.
         */
        get: operations["watch-text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/file.akn.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text, adopted or as a draft, as akn */
        get: operations["export-text-akn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/file.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text, adopted or as a draft, as html */
        get: operations["export-text-html"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/file.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text, adopted or as a draft, as json */
        get: operations["export-text-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/file.odt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text, adopted or as a draft, as odt */
        get: operations["export-text-odt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/file.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text, adopted or as a draft, as pdf */
        get: operations["export-text-pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Object: it ends the silence procedure and tells everybody */
        post: operations["break-silence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a paragraph, or an alternative */
        post: operations["add-paragraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a paragraph's words */
        patch: operations["revise-paragraph"];
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/brackets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put words, or the paragraph, between brackets, or reserve the position on it */
        post: operations["ask-bracket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A paragraph's revisions, with who, when and what */
        get: operations["get-paragraph-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a paragraph, with its alternatives */
        post: operations["place-paragraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what the own delegation thinks of a paragraph as it is */
        put: operations["take-position"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/translation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a machine draft a paragraph in another language */
        post: operations["draft-translation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/paragraphs/{paragraph}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw the own delegation's proposal */
        post: operations["withdraw-paragraph"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say where one is at work in a text */
        put: operations["move-cursor"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/rectifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what is wrong in an adopted text */
        post: operations["propose-rectification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/rectifications/{rectification}/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Object to a rectification */
        post: operations["refuse-rectification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meetings/{meeting}/texts/{text}/silence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a silence procedure: who does not object until its deadline agrees */
        post: operations["open-silence"];
        /** End the silence procedure without a result */
        delete: operations["cancel-silence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["get-health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counters */
        get: operations["get-metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/public/{meeting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A meeting's statements and commitments as a page */
        get: operations["get-public-page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/public/{meeting}/data.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as data */
        get: operations["get-public-data"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/public/{meeting}/feed.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its publications as an Atom feed (RFC 4287) */
        get: operations["get-public-feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can take and record meetings */
        get: operations["get-readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whep/{meeting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Watch
         * @description draft-ietf-wish-whep. The viewer gets the stage's picture and the sound of a language; further receive-only lines of the offer get more.
         */
        post: operations["whep-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whep/{meeting}/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End the session */
        delete: operations["whep-delete"];
        options?: never;
        head?: never;
        /** Add candidates or restart ICE */
        patch: operations["whep-patch"];
        trace?: never;
    };
    "/whip/{meeting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description RFC 9725. The publisher is a participant of the meeting.
         */
        post: operations["whip-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whip/{meeting}/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End the session */
        delete: operations["whip-delete"];
        options?: never;
        head?: never;
        /** Add candidates or restart ICE */
        patch: operations["whip-patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Ack: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ack";
        };
        AddTerm: {
            /** Format: int64 */
            id: number;
            /** @description of the term to replace */
            key?: string;
            note?: string;
            text: components["schemas"]["TermIn"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add-term";
        };
        Admit: {
            /** Format: int64 */
            id: number;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admit";
        };
        Admitted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admitted";
        };
        AdoptedText: {
            /** @description RFC 3339 */
            at: string;
            /**
             * Format: int64
             * @description 1 for the text as it was adopted
             */
            number: number;
            /** @description that made it of the version before */
            rectification?: string;
            sha256: string;
        };
        Adoption: {
            /**
             * Format: int64
             * @description Meeting.agendaRevision that was seen
             */
            revision: number;
        };
        AgendaChanged: {
            agenda: components["schemas"]["AgendaState"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "agenda";
        };
        AgendaItem: {
            /** @description every delegation has adopted it; false: it is provisional */
            adopted: boolean;
            id: string;
            /**
             * Format: int64
             * @description planned
             */
            minutes?: number;
            title: string;
            /** @description the title in several languages, by BCP 47 tag; absent: as title */
            titles?: {
                [key: string]: string;
            };
        };
        AgendaState: {
            /** @description AgendaItem.id; empty: at none */
            current: string;
            /** @description RFC 3339: when the meeting came to the current item */
            since?: string;
            /** @description of the items that the meeting has been at, in the agenda's order */
            spent: components["schemas"]["TimeSpent"][];
        };
        Answer: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description this participant's offers beyond the first of a PeerConnection
             */
            renegotiations: number;
            sdp: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "answer";
        };
        AnswerTakeOver: {
            allow: boolean;
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "answer-take-over";
        };
        Archive: {
            /** @description that this server's archives can be verified with: cumbre verify --key KEY FILE */
            key: string;
            /** @description one can be made now */
            maySeal: boolean;
            /** @description as they were made; the last one can be downloaded, and has all that those before it had */
            seals: components["schemas"]["Seal"][];
            /** @description in the place of a token in the address of the file, for an hour; absent: there is no archive */
            ticket?: string;
            /**
             * @description why not: the code of the problem that it would be answered with
             * @example archive-early
             */
            why?: string;
        };
        ArrangeInterpretation: {
            booths: components["schemas"]["NewBooth"][];
            /** Format: int64 */
            id: number;
            /** @description the original does not come up while a microphone is closed by choice */
            lowWhenOff?: boolean;
            rehearsal: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "arrange-interpretation";
        };
        ArrangeList: {
            /** @description the same; empty: it is not known when */
            closes: string;
            /**
             * Format: int64
             * @description of a delegation on this item, seconds; 0: none
             */
            delegationLimit: number;
            /** Format: int64 */
            id: number;
            /** @description AgendaItem.id; empty: the list of what belongs to no item */
            item: string;
            /**
             * Format: int64
             * @description speaking time of each, seconds; 0: none
             */
            limit: number;
            /** @description now, RFC 3339, or local to zone; empty: it is not open */
            opens: string;
            /** @enum {string} */
            order: "request" | "rank" | "alternating" | "least-time";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "arrange-list";
            /** @description IANA; without: the meeting's */
            zone?: string;
        };
        ArrangedAgenda: {
            /** @description all of them, in their order. Adopted ones stay as they are */
            items: components["schemas"]["NewAgendaItem"][];
            /**
             * Format: int64
             * @description Meeting.agendaRevision that the arrangement was made from
             */
            revision: number;
        };
        ArrangedBooth: {
            /**
             * @description letters, digits, - and _; without: b1, b2… One that stays keeps its people
             * @example b1
             */
            id?: string;
            /**
             * @description without: voice
             * @enum {string}
             */
            kind?: "voice" | "sign";
            /**
             * @description up to 200 characters; without: its languages
             * @example es ↔ en
             */
            name?: string;
            /**
             * @description the language that is worked into, or the two between which; BCP 47, of the meeting's
             * @example [
             *       "es",
             *       "en"
             *     ]
             */
            outputs: string[];
            /**
             * @description override: a colleague may take the channel without asking. Without: consent
             * @enum {string}
             */
            policy?: "consent" | "override";
            /**
             * Format: int64
             * @description 1 to 6; without: 2
             */
            seats?: number;
        };
        Arrangement: {
            /** @description at most 30; none: the meeting is not interpreted */
            booths: components["schemas"]["ArrangedBooth"][];
            /** @description while nobody interprets into their language listeners hear the original at their own level. Without: it comes up */
            lowWhenOff?: boolean;
            /** @description nobody outside the booths hears what they do */
            rehearsal?: boolean;
        };
        AskFloor: {
            /** Format: int64 */
            id: number;
            /** @description AgendaItem.id, or empty */
            item: string;
            /**
             * @description without: a statement. reply: the right of reply, which needs no open list
             * @enum {string}
             */
            kind?: "opening" | "statement" | "reply" | "question" | "answer" | "closing";
            onBehalfOf?: string;
            /** @description whom the chair adds, also after the list has closed */
            participant?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ask-floor";
        };
        Attribution: {
            /** @description of background */
            label?: string;
            /**
             * @description on-the-record: quoted by name; background: quoted with the label; chatham-house: quoted, and nobody's name or presence told; deep-background: neither quoted nor attributed; off-the-record: nothing leaves the meeting
             * @enum {string}
             */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
        };
        Booth: {
            /**
             * Format: int64
             * @description seats
             */
            capacity: number;
            handover: components["schemas"]["Handover"];
            id: string;
            /** @enum {string} */
            kind: "voice" | "sign";
            name: string;
            outputs: string[];
            /** @enum {string} */
            policy: "consent" | "override";
            /** @description those that are taken */
            seats: components["schemas"]["Seat"][];
            shift: components["schemas"]["Shift"];
            twoMicrophones: boolean;
        };
        BoothLevel: {
            /**
             * Format: int64
             * @description dBov below full scale, 0 loudest, 127 silence
             */
            level: number;
            participant: string;
            speaking: boolean;
        };
        BoothLevels: {
            levels: components["schemas"]["BoothLevel"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "booth-levels";
        };
        Bye: {
            /** @description replaced by a later hello of the same instance: the session goes on there */
            own?: boolean;
            /** @enum {string} */
            reason: "ended" | "removed" | "replaced" | "left" | "refused" | "cancelled";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bye";
        };
        CallTechnician: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call-technician";
        };
        Caption: {
            /** @description participant who writes; absent: the server */
            by?: string;
            final: boolean;
            language: string;
            /** @enum {string} */
            origin: "floor" | "interpretation" | "translation" | "prepared";
            /**
             * @description asr: speech recognition that nobody has mended; absent: a person
             * @enum {string}
             */
            source?: "asr";
            /** @description participant whose words they are */
            speaker?: string;
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "caption";
        };
        Channel: {
            booth?: string;
            /** Format: int64 */
            epoch: number;
            /** @description participant, or '' */
            holder: string;
            /**
             * Format: int64
             * @description interpreters between the floor and this channel; 1 is direct
             */
            hops: number;
            /** @enum {string} */
            kind: "voice" | "sign";
            language: string;
            /** @description participants who listen to it, or see it */
            listeners?: string[];
            /**
             * Format: int64
             * @description people who listen to it; only where booths are shown
             */
            listens: number;
            /**
             * Format: int64
             * @description interpreters who work from it
             */
            relays: number;
            /** @enum {string} */
            sound: "PASS" | "ON_AIR" | "PAUSE" | "COUGH" | "OFF" | "LOST";
            /** @enum {string} */
            state: "PASS" | "ON_AIR" | "PAUSE" | "COUGH" | "OFF" | "LOST" | "UNINTERPRETABLE";
        };
        ChatMessage: {
            /** @description RFC 3339 */
            at: string;
            booth?: string;
            delegation?: string;
            from: string;
            fromName: string;
            participant?: string;
            /** Format: int64 */
            seq: number;
            text: string;
            /** @enum {string} */
            to: "everyone" | "delegation" | "participant" | "booth";
        };
        ChatReceived: {
            message: components["schemas"]["ChatMessage"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat";
        };
        CheckSeat: {
            devices: boolean;
            headphones: boolean;
            /** Format: int64 */
            id: number;
            level: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "check-seat";
        };
        /** @description A message from a client on the live session's WebSocket. */
        ClientMessage: components["schemas"]["AddTerm"] | components["schemas"]["Admit"] | components["schemas"]["AnswerTakeOver"] | components["schemas"]["ArrangeInterpretation"] | components["schemas"]["ArrangeList"] | components["schemas"]["AskFloor"] | components["schemas"]["CallTechnician"] | components["schemas"]["CheckSeat"] | components["schemas"]["CloseMicrophone"] | components["schemas"]["Cough"] | components["schemas"]["DeclineRecording"] | components["schemas"]["DescribeIntervention"] | components["schemas"]["EditSegment"] | components["schemas"]["End"] | components["schemas"]["GiveFloor"] | components["schemas"]["GiveNext"] | components["schemas"]["HandOver"] | components["schemas"]["Hello"] | components["schemas"]["Leave"] | components["schemas"]["Listen"] | components["schemas"]["Lock"] | components["schemas"]["LowerHand"] | components["schemas"]["MoveAgenda"] | components["schemas"]["MoveSpeaker"] | components["schemas"]["Mute"] | components["schemas"]["Offer"] | components["schemas"]["OpenMicrophone"] | components["schemas"]["PauseClock"] | components["schemas"]["Ping"] | components["schemas"]["RaisePoint"] | components["schemas"]["React"] | components["schemas"]["Refuse"] | components["schemas"]["Remove"] | components["schemas"]["RemoveTerm"] | components["schemas"]["ReportSource"] | components["schemas"]["SendChat"] | components["schemas"]["SetCaptions"] | components["schemas"]["SetFloorLanguage"] | components["schemas"]["SetHand"] | components["schemas"]["SetInput"] | components["schemas"]["SetLanguage"] | components["schemas"]["SetMedia"] | components["schemas"]["SetOutput"] | components["schemas"]["SetProtocolOrder"] | components["schemas"]["SetRegime"] | components["schemas"]["SetShift"] | components["schemas"]["ShowDocument"] | components["schemas"]["Sit"] | components["schemas"]["SlowDown"] | components["schemas"]["SoundInadequate"] | components["schemas"]["Stand"] | components["schemas"]["StartRecording"] | components["schemas"]["StopRecording"] | components["schemas"]["TakeOver"] | components["schemas"]["TalkToFloor"] | components["schemas"]["Uninterpretable"] | components["schemas"]["Unlist"] | components["schemas"]["WantSlots"] | components["schemas"]["WantSounds"] | components["schemas"]["WatchRecord"] | components["schemas"]["WriteCaption"] | components["schemas"]["YieldFloor"];
        CloseMicrophone: {
            /** Format: int64 */
            epoch: number;
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "close-microphone";
        };
        ClosedDay: {
            /** @example 2021-09-16 */
            date: string;
            name?: string;
        };
        Commitment: {
            /** @description by language */
            action: {
                [key: string]: string;
            };
            /** @description delegations that promise */
            actors: components["schemas"]["PublicationParty"][];
            /** @description as they were made: each delegation's last one is what it says now */
            assessments: components["schemas"]["CommitmentAssessment"][];
            /** @description since when every delegation holds it for settled */
            closed?: string;
            /** @description the delegations' last assessments differ */
            disagree: boolean;
            /**
             * @description a day, or next-meeting; absent: it was not said
             * @example 2021-06-08
             */
            due?: string;
            /** @description the day that due is, as far as it is known */
            dueDay?: string;
            /** @example c1 */
            id: string;
            /** @description RFC 3339 */
            made: string;
            /** @description of the paragraph */
            number?: string;
            paragraph: string;
            /** @description others who do */
            partners: string[];
            /** @description delegations that hold it for settled */
            settled: string[];
            text: string;
            /** @description nobody has promised it, or by no date */
            vague: boolean;
        };
        CommitmentAssessment: {
            /** @description RFC 3339 */
            at: string;
            /** @description for those who were in the meeting */
            byName?: string;
            delegation?: string;
            note?: string;
            /**
             * Format: int64
             * @description -1: not kept, 0: under way, 1: kept
             */
            status: number;
        };
        CommitmentRights: {
            /** @description for the own delegation */
            assess: boolean;
            delegation?: string;
            make: boolean;
            /** @description of every delegation; else the own one's promises only */
            makeAny: boolean;
        };
        Commitments: {
            /** @description as they were made */
            commitments: components["schemas"]["Commitment"][];
            may: components["schemas"]["CommitmentRights"];
        };
        Conflict: {
            /** @description from its words to those that were sent */
            difference: components["schemas"]["Difference"][];
            /** @description as it is now */
            segment: components["schemas"]["Segment"];
        };
        Correction: {
            after: string;
            at: string;
            before: string;
            by: string;
            byName?: string;
            decidedAt?: string;
            /** @description why */
            decision?: string;
            delegation?: string;
            difference: components["schemas"]["Difference"][];
            id: string;
            reason?: string;
            segment: string;
            /** @enum {string} */
            status: "pending" | "accepted" | "refused";
            /** Format: int64 */
            version: number;
        };
        CorrectionDecision: {
            accept: boolean;
            /** @description needed to refuse; the delegation reads it */
            reason?: string;
        };
        Cough: {
            /** Format: int64 */
            epoch: number;
            /** Format: int64 */
            id: number;
            on: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "cough";
        };
        CounterInputBody: {
            /** @description the file: an iCalendar object with METHOD COUNTER (RFC 5546 section 3.2.7), whose UID is one of the next meeting's entries */
            calendar: string;
        };
        DeclineRecording: {
            declined: boolean;
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "decline-recording";
        };
        Delegation: {
            id: string;
            languages: string[];
            name: string;
        };
        DelegationHome: {
            closed: components["schemas"]["ClosedDay"][];
            /** @description Delegation.id */
            delegation: string;
            /**
             * Format: int64
             * @description of the working hours, minutes of the day
             */
            from: number;
            name: string;
            /**
             * Format: int64
             * @description their end
             */
            to: number;
            /** @description days on which it does not work: 0, Sunday, to 6 */
            weekend: number[];
            /** @description IANA; absent: nobody has said it */
            zone?: string;
        };
        DelegationTime: {
            /** @description Delegation.id; empty: of those without one */
            delegation: string;
            /**
             * Format: int64
             * @description milliseconds
             */
            ms: number;
        };
        Delivery: {
            /** @description struck: prepared and not said; new: said and not prepared */
            difference: components["schemas"]["Difference"][];
            /**
             * Format: int64
             * @description of them, those that were said
             */
            kept: number;
            /**
             * Format: int64
             * @description words of the prepared text
             */
            prepared: number;
        };
        DemoLink: {
            /** @description stable: delegate-mx, delegate-us, chair, interpreter, technician, observer */
            key: string;
            /** @description for a person */
            label: string;
            /** @enum {string} */
            role: "organiser" | "chair" | "delegate" | "interpreter" | "technician" | "record-keeper" | "observer" | "press";
            /** @description the invitation's bearer token */
            token: string;
            /** @description the invitation's address */
            url: string;
        };
        DemoLinks: {
            links: components["schemas"]["DemoLink"][];
            /** @description Meeting.id */
            meeting: string;
            title: string;
        };
        DescribeIntervention: {
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            kind: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /** @description of the floor, BCP 47; empty: not known */
            language: string;
            /**
             * Format: int64
             * @description speaking time, seconds; 0: none
             */
            limit: number;
            onBehalfOf: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "describe-intervention";
        };
        Difference: {
            /**
             * @description struck: of the first text only; new: of the second only
             * @enum {string}
             */
            op: "same" | "struck" | "new";
            text: string;
        };
        Document: {
            /** @description RFC 3339: when it was added */
            at: string;
            /** @description participant who added it; absent: the administrator */
            by?: string;
            byName?: string;
            /** Format: int64 */
            bytes: number;
            /** @description Delegation.id: whose it is */
            delegation?: string;
            /** @description its name */
            file: string;
            /** @description its content: GET /api/v1/meetings/{meeting}/documents/{id}/content, with a token or ?ticket= */
            id: string;
            /** @description AgendaItem.id; absent: of no item */
            item?: string;
            /**
             * @description document: for everybody in the meeting; prepared: a speech deposited for the booths
             * @enum {string}
             */
            kind: "document" | "prepared";
            /** @description BCP 47 */
            language?: string;
            /**
             * @description text/plain is UTF-8
             * @enum {string}
             */
            mediaType: "application/pdf" | "image/png" | "image/jpeg" | "text/plain";
            /** @description of the content, hexadecimal */
            sha256: string;
            /** @description of a prepared text: who will speak */
            speaker?: string;
            title: string;
        };
        DocumentAdded: {
            document: components["schemas"]["Document"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document";
        };
        DocumentList: {
            /** @description that the token's holder may read, as they were added */
            documents: components["schemas"]["Document"][];
        };
        DocumentWithdrawn: {
            /** @description Document.id */
            document: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document-withdrawn";
        };
        EditSegment: {
            segment: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "edit-segment";
        };
        End: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "end";
        };
        Entry: {
            /** @description nobody comes in with the invitation */
            refused: boolean;
        };
        Floor: {
            /** @description participant, or empty: the floor is open */
            holder: string;
            /** @description participant who goes on after this point of order */
            interrupted?: string;
            /** @description Intervention.id */
            intervention?: string;
            /** @enum {string} */
            kind?: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /** @description of the floor, BCP 47 */
            language?: string;
            /**
             * Format: int64
             * @description speaking time, seconds; absent: none
             */
            limit?: number;
            onBehalfOf?: string;
            /** @description RFC 3339: since when the clock runs; absent: it stands */
            running?: string;
            /** @description RFC 3339 */
            since?: string;
            /**
             * Format: int64
             * @description milliseconds of the intervals that are over
             */
            spent?: number;
        };
        FloorChanged: {
            floor: components["schemas"]["Floor"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "floor";
        };
        FloorReport: {
            floor: components["schemas"]["Floor"];
            /** @description as they began; of all items, or of the one asked for; the last 1000 */
            interventions: components["schemas"]["Intervention"][];
            lists: components["schemas"]["SpeakersList"][];
            points: components["schemas"]["PointOfOrder"][];
            /** @description of all items, or of the one asked for */
            times: components["schemas"]["FloorTimes"];
        };
        FloorTimes: {
            /** @description that have spoken, in the meeting's order */
            delegations: components["schemas"]["DelegationTime"][];
            /**
             * Format: int64
             * @description of all points of order, milliseconds
             */
            points: number;
            /** @description who have spoken, the longest first, at most 400 */
            speakers: components["schemas"]["SpeakerTime"][];
        };
        FloorTimesChanged: {
            times: components["schemas"]["FloorTimes"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "floor-times";
        };
        FoundSegment: {
            /** @description its text in parts */
            pieces: components["schemas"]["TextPart"][];
            segment: components["schemas"]["Segment"];
        };
        FromRevision: {
            /**
             * Format: int64
             * @description the revision that was seen
             */
            from: number;
        };
        GiveFloor: {
            /** Format: int64 */
            id: number;
            /**
             * @description without: what was asked for on the list of speakers, else a statement
             * @enum {string}
             */
            kind?: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /** @description that will be spoken, BCP 47; without: what the speaker says they speak */
            language?: string;
            /**
             * Format: int64
             * @description speaking time, seconds; without: the list's, or that of a right of reply
             */
            limit?: number;
            onBehalfOf?: string;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "give-floor";
        };
        GiveNext: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "give-next";
        };
        GlossaryChanged: {
            removed?: boolean;
            term: components["schemas"]["Term"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "glossary";
        };
        HandOver: {
            /** @enum {string} */
            action: "offer" | "request" | "accept" | "decline" | "cancel" | "switch";
            /** @description RFC 3339, with 'at' */
            at?: string;
            /**
             * Format: int64
             * @description the hand-over's; 0 with offer and request
             */
            epoch: number;
            /** Format: int64 */
            id: number;
            /** @description of offer and request; may be empty with one colleague */
            to?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hand-over";
            /**
             * @description of request
             * @enum {string}
             */
            when?: "now" | "soon" | "at";
        };
        Handover: {
            agreed: boolean;
            at?: string;
            by?: string;
            deadline?: string;
            due: boolean;
            /** Format: int64 */
            epoch: number;
            from?: string;
            /** @enum {string} */
            state: "IDLE" | "OFFERED" | "REQUESTED" | "ARMED";
            to?: string;
            /** @enum {string} */
            when?: "now" | "soon" | "at";
        };
        Hello: {
            /** @description the client comes back by itself, after a loss or a reload: refused where another window or device has taken the place since (session-replaced), or its owner has left there (session-left) */
            again?: boolean;
            /**
             * Format: int64
             * @description counts these hellos: one that comes later than its successor is refused (hello-outdated)
             */
            attempt?: number;
            /** @description name and version, for the log */
            client?: string;
            /** @description random, the same in each hello of one page */
            instance?: string;
            /** @description from an earlier welcome: the same participant comes back */
            resume?: string;
            /** @description the invitation's */
            token: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hello";
            /** Format: int64 */
            version: number;
        };
        ICEServer: {
            credential: string;
            /** @description RFC 7065 */
            urls: string[];
            username: string;
        };
        Interpretation: {
            booths: components["schemas"]["Booth"][];
            channels: components["schemas"]["Channel"][];
            /** @enum {string} */
            floorFrom?: "speaker" | "chair" | "interpreter";
            /** @description '': not known */
            floorLanguage: string;
            listeners?: string[];
            /** Format: int64 */
            listening: number;
            /** @description outside a rehearsal OFF leaves the original at the listener's own level */
            lowWhenOff: boolean;
            rehearsal: boolean;
        };
        InterpretationChanged: {
            interpretation: components["schemas"]["Interpretation"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "interpretation";
        };
        InterpretationNotice: {
            booth?: string;
            channel?: string;
            input?: string;
            /** @enum {string} */
            notice: "interpreter-lost" | "interpreter-back" | "pivot-lost" | "input-changed" | "still-on-air" | "cough-limit" | "two-microphones" | "hand-over" | "hand-over-due" | "shift-amber" | "shift-over" | "slow-down" | "sound-inadequate" | "uninterpretable" | "talk-to-floor" | "technician-called" | "seat-gone" | "microphone-closed";
            on?: boolean;
            participant?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "interpretation-notice";
            /** @description the domain's reason, such as 'dropped', 'declined', 'expired' */
            why?: string;
        };
        Interval: {
            /** @description RFC 3339; absent: it goes on */
            end?: string;
            /** @description RFC 3339 */
            start: string;
        };
        Intervention: {
            /** @description Delegation.id */
            delegation?: string;
            /** @description RFC 3339: when the floor was given back; absent: it goes on */
            end?: string;
            id: string;
            /** @description when the speaker had the floor and the clock ran */
            intervals: components["schemas"]["Interval"][];
            /** @description AgendaItem.id at its beginning */
            item?: string;
            /** @enum {string} */
            kind: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /** @description of the floor, BCP 47 */
            language?: string;
            /**
             * Format: int64
             * @description speaking time, seconds
             */
            limit?: number;
            /**
             * Format: int64
             * @description floor time, milliseconds
             */
            ms: number;
            name: string;
            onBehalfOf?: string;
            participant: string;
        };
        Invitation: {
            /** @description may act for the delegation */
            authority: boolean;
            /** @description of an interpreter: the booth's id */
            booth?: string;
            /** @description the person has been in the meeting or its lobby */
            came: boolean;
            /** Format: date-time */
            created: string;
            /** @description the delegation's id */
            delegation?: string;
            /** @description the organiser lets nobody in with it */
            entryRefused: boolean;
            /** Format: date-time */
            expires: string;
            /** @description names and vouches for the members of the delegation */
            focalPoint: boolean;
            function?: string;
            id: string;
            language?: string;
            /** @description whether the person waits to be let in */
            lobby: boolean;
            name: string;
            /**
             * Format: date-time
             * @description when the link was first opened
             */
            opened?: string;
            revoked: boolean;
            /** @enum {string} */
            role: "organiser" | "chair" | "delegate" | "interpreter" | "technician" | "record-keeper" | "observer" | "press";
            shared: boolean;
            /** @description of an interpreter: the languages besides the booth's */
            understands?: string[];
            /** @description the delegation's focal point answers for who this is */
            vouched: boolean;
        };
        InvitationList: {
            invitations: components["schemas"]["Invitation"][];
        };
        IssuedInvitation: {
            /** @description may act for the delegation */
            authority: boolean;
            /** @description of an interpreter: the booth's id */
            booth?: string;
            /** @description the person has been in the meeting or its lobby */
            came: boolean;
            /** Format: date-time */
            created: string;
            /** @description the delegation's id */
            delegation?: string;
            /** @description the organiser lets nobody in with it */
            entryRefused: boolean;
            /** Format: date-time */
            expires: string;
            /** @description names and vouches for the members of the delegation */
            focalPoint: boolean;
            function?: string;
            id: string;
            language?: string;
            /** @description whether the person waits to be let in */
            lobby: boolean;
            name: string;
            /**
             * Format: date-time
             * @description when the link was first opened
             */
            opened?: string;
            revoked: boolean;
            /** @enum {string} */
            role: "organiser" | "chair" | "delegate" | "interpreter" | "technician" | "record-keeper" | "observer" | "press";
            shared: boolean;
            /** @description bearer token of the invitation, for WHIP, WHEP and this API */
            token: string;
            /** @description of an interpreter: the languages besides the booth's */
            understands?: string[];
            /** @description the link to hand out; its token is in the fragment, which no server's log sees */
            url: string;
            /** @description the delegation's focal point answers for who this is */
            vouched: boolean;
        };
        ItemRegime: {
            item: string;
            /** @description of background */
            label?: string;
            /**
             * @description on-the-record: quoted by name; background: quoted with the label; chatham-house: quoted, and nobody's name or presence told; deep-background: neither quoted nor attributed; off-the-record: nothing leaves the meeting
             * @enum {string}
             */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
        };
        KeptQuotation: {
            /** @description RFC 3339 */
            at: string;
            /** @description participant who kept it; absent: the administrator */
            by?: string;
            byName?: string;
            /** @description the record does not say it any more, as it is written now */
            fails: boolean;
            /** @example q1 */
            id: string;
            /** @description absent: words outside of any */
            intervention?: string;
            /** @description of the words, BCP 47 */
            language: string;
            /**
             * @description held against what is written now
             * @enum {string}
             */
            now: "verbatim" | "elided" | "interpreted" | "translated" | "prepared" | "not-found";
            /** @enum {string} */
            origin: "floor" | "interpretation" | "translation" | "prepared";
            /**
             * @description held against the last version; absent: there is none
             * @enum {string}
             */
            published?: "verbatim" | "elided" | "interpreted" | "translated" | "prepared" | "not-found";
            quotation: string;
            /** @description where it begins, or began when it was kept */
            segment: string;
            /** @description name of whose words they are; it may not be for the outside */
            speaker?: string;
            /** @description where it is used */
            use?: string;
            /**
             * @description when it was kept
             * @enum {string}
             */
            verdict: "verbatim" | "elided" | "interpreted" | "translated" | "prepared";
            /**
             * Format: int64
             * @description the last one when it was kept, which had the words; absent: only the draft had them
             */
            version?: number;
        };
        KeptQuotations: {
            /** @description as they were kept */
            quotations: components["schemas"]["KeptQuotation"][];
            /**
             * Format: int64
             * @description the record's last one; 0: none is published
             */
            version: number;
        };
        KnownDay: {
            /** @example 2021-06-08 */
            date: string;
            /** @enum {string} */
            kind: "meeting" | "next-meeting" | "due";
            /** @description a place, or what is due */
            name?: string;
        };
        LateIntervention: {
            /** Format: date-time */
            end: string;
            /**
             * @description AgendaItem.id; without: none
             * @example a1
             */
            item?: string;
            /**
             * @description without: a statement
             * @enum {string}
             */
            kind?: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /**
             * @description of what was spoken
             * @example es
             */
            language?: string;
            /** @description up to 200 characters */
            onBehalfOf?: string;
            /** @description participant who can have the floor */
            speaker: string;
            /**
             * Format: date-time
             * @description when nobody else had the floor: 409 floor-held
             */
            start: string;
        };
        LayersNeeded: {
            /** @enum {string} */
            kind: "camera" | "screen";
            /** @description of those that the client declared in its offer */
            rids: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "layers";
        };
        Leave: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "leave";
        };
        Letter: {
            /** @description for the calendar entry */
            filename: string;
            /** @enum {string} */
            language: "es" | "en" | "fr" | "ar";
            subject: string;
            /** @description plain, with the link in it */
            text: string;
        };
        ListChanged: {
            list: components["schemas"]["SpeakersList"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "speakers-list";
        };
        ListEntry: {
            /** @description RFC 3339: when it was asked for */
            at: string;
            /** @description Delegation.id */
            delegation?: string;
            id: string;
            /** @enum {string} */
            kind: "opening" | "statement" | "reply" | "question" | "answer" | "closing";
            /** @description the chair put it in this place */
            moved?: boolean;
            name: string;
            onBehalfOf?: string;
            participant: string;
        };
        Listen: {
            /** @description of 'language' and 'automatic' */
            language?: string;
            /** @enum {string} */
            to: "floor" | "language" | "automatic";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "listen";
        };
        LobbyChanged: {
            lobby: components["schemas"]["Participant"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lobby";
        };
        LocalHours: {
            /** @description the holiday's name */
            closed?: string;
            /** @description Delegation.id, of those whose zone is known */
            delegation: string;
            endWall: string;
            /**
             * @description the worst that it touches: night from 22 to 7; closed: a holiday
             * @enum {string}
             */
            hours: "night" | "closed" | "weekend" | "outside" | "working";
            /** @description what its clocks show at the beginning */
            wall: string;
        };
        Lock: {
            /** Format: int64 */
            id: number;
            locked: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock";
        };
        LowerHand: {
            /** Format: int64 */
            id: number;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lower-hand";
        };
        MadeMeeting: {
            /** @description the caller's; absent for the administrator */
            invitation?: components["schemas"]["IssuedInvitation"];
            meeting: components["schemas"]["Meeting"];
        };
        Meeting: {
            /** @description Delegation.id of who has adopted the whole agenda as it is; an empty one: who leads, where there are no delegations */
            adoptedBy: string[];
            agenda: components["schemas"]["AgendaItem"][];
            /**
             * Format: int64
             * @description of the agenda; counts its changes
             */
            agendaRevision: number;
            /** @description of a meeting that is cancelled, where one was given */
            cancelReason?: string;
            delegations: components["schemas"]["Delegation"][];
            id: string;
            languages: string[];
            locked: boolean;
            /**
             * Format: int64
             * @description how long it lasts by the plan that it was made of; absent: as long as the points of its agenda
             */
            minutes?: number;
            /**
             * @description Why the server cannot write now; absent: it can. The meeting goes on, what would have to be recorded is refused (not-recorded).
             * @enum {string}
             */
            notRecorded?: "disk-full" | "disk-read-only" | "disk-failed";
            /** @description RFC 3339: when the lobby opens; absent: it is always open. Organiser and chair may come earlier. */
            opens?: string;
            /** @description Delegation.id by rank, see set-protocol-order; those that are not here come after, as delegations has them */
            protocolOrder?: string[];
            /** @description absent: all is on the record */
            regime?: components["schemas"]["Regime"];
            /**
             * Format: int64
             * @description how often it was given another time or title, cancelled or held again since it was made
             */
            rescheduled?: number;
            /** @description RFC 3339, of the last of these; absent: none */
            rescheduledAt?: string;
            /** @description absent: the sound is not recorded. Who enters a meeting that is recorded agrees to it; see decline-recording */
            soundRecording?: components["schemas"]["SoundRecording"];
            start?: string;
            /** @enum {string} */
            state: "scheduled" | "in-session" | "ended" | "cancelled";
            timezone?: string;
            title: string;
            /** @description the title in several languages, by BCP 47 tag; absent: as title */
            titles?: {
                [key: string]: string;
            };
            /** @description the rules of the time zone have changed since the meeting was made: its wall time then was another one than start shows */
            zoneMoved?: boolean;
        };
        MeetingChanged: {
            meeting: components["schemas"]["Meeting"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "meeting";
        };
        MeetingList: {
            /** @description newest first */
            meetings: components["schemas"]["Meeting"][];
        };
        MeetingRecord: {
            /**
             * Format: int64
             * @description number of the last change
             */
            change: number;
            /** @description as they were asked for */
            corrections: components["schemas"]["Correction"][];
            /** @description and whose words they may have corrected */
            delegation?: string;
            interventions: components["schemas"]["RecordIntervention"][];
            /** @description in which there are words */
            languages: string[];
            may: components["schemas"]["RecordRights"];
            /** @description the token's participant */
            me?: string;
            meeting: components["schemas"]["Meeting"];
            /**
             * @description the form that is the official record
             * @enum {string}
             */
            official: "verbatim" | "summary";
            /** @description who can have the floor and has been in the meeting, for who keeps the record */
            people?: components["schemas"]["RecordSpeaker"][];
            /** @description that are kept; none for who does not read the draft */
            quotations: components["schemas"]["QuotationCount"];
            /**
             * Format: int64
             * @description how many the draft has
             */
            segments: number;
            speakers: components["schemas"]["RecordSpeaker"][];
            /** @description as they were published, oldest first */
            versions: components["schemas"]["RecordVersion"][];
            /** @description what its files and the check of quotations do not tell, as the regimes say */
            withheld: components["schemas"]["RecordWithheld"];
        };
        MeetingTexts: {
            /** @description what the reader may do */
            may: components["schemas"]["MeetingTextsMayStruct"];
            /** @description as they were begun */
            texts: components["schemas"]["TextHead"][];
        };
        MeetingTextsMayStruct: {
            /** @description a text */
            begin: boolean;
        };
        MemberChange: {
            /** @description may act for the delegation; without: as it was */
            authority?: boolean;
            /** @description the focal point answers for who this is; without: as it was */
            vouched?: boolean;
        };
        MemberList: {
            /** @description those who were taken off the list too (revoked), oldest first */
            members: components["schemas"]["Invitation"][];
        };
        MoveAgenda: {
            /** Format: int64 */
            id: number;
            /** @description AgendaItem.id, or empty */
            item: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "move-agenda";
        };
        MoveSpeaker: {
            entry: string;
            /** Format: int64 */
            id: number;
            /** @description AgendaItem.id, or empty */
            item: string;
            /**
             * Format: int64
             * @description from 1; 0: where the order has it
             */
            place: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "move-speaker";
        };
        Mute: {
            /** Format: int64 */
            id: number;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mute";
        };
        MuteRequested: {
            by: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mute";
        };
        NewAgendaItem: {
            /** @description of an item that there is; without: a new one */
            id?: string;
            /**
             * Format: int64
             * @description planned
             */
            minutes?: number;
            /**
             * @description up to 200 characters
             * @example Migration
             */
            title: string;
            /** @description the title in several languages, by BCP 47 tag */
            titles?: {
                [key: string]: string;
            };
        };
        NewAssent: {
            /** @description Ed25519 public key, base64; without key and signature the server signs for the member */
            key?: string;
            /** @description TextHead.sha256 of what was read */
            sha256: string;
            /** @description base64; over cumbre/assent/1, meeting, text, sha256 and delegation, each ended by a line feed */
            signature?: string;
        };
        NewAssessment: {
            /** @description up to 1000 characters */
            note?: string;
            /**
             * Format: int64
             * @description -1: not kept, 0: under way, 1: kept
             */
            status: number;
        };
        NewBooth: {
            /** @description of one that stays; '': a new one */
            id?: string;
            /** @enum {string} */
            kind?: "voice" | "sign";
            name?: string;
            /** @description output A, output B */
            outputs: string[];
            /** @enum {string} */
            policy?: "consent" | "override";
            /**
             * Format: int64
             * @description 0: two
             */
            seats: number;
        };
        NewBracket: {
            /**
             * Format: int64
             * @description the revision that was seen
             */
            from: number;
            /**
             * @description without: bracket
             * @enum {string}
             */
            kind?: "bracket" | "reservation";
            /** @description up to 1000 characters */
            reason: string;
            /** @description by language: a piece of the paragraph as it is; without: the whole */
            words?: {
                [key: string]: string;
            };
        };
        NewCertificate: {
            /** @description TextHead.hashes of both, as they were read */
            hashes: {
                [key: string]: string;
            };
            languages: string[];
        };
        NewCommitment: {
            /** @description what is promised, by language; up to 500 characters */
            action: {
                [key: string]: string;
            };
            /** @description delegations; who acts for one names the own one alone */
            actors?: string[];
            /**
             * @description a day, not before the text's adoption, or next-meeting
             * @example 2021-06-08
             */
            due?: string;
            /** @description that every delegation has agreed */
            paragraph: string;
            /** @description others, by name */
            partners?: string[];
            text: string;
        };
        NewCorrection: {
            /** @description up to 1000 characters */
            reason?: string;
            /**
             * @description of the last version
             * @example s12
             */
            segment: string;
            /** @description what the words are to be */
            text: string;
        };
        NewCursor: {
            /** @description what is being written, where its writer lets the others see it */
            draft?: string;
            language?: string;
            /** @description where the cursor is; without: in none */
            paragraph?: string;
        };
        NewDelegation: {
            /**
             * @example [
             *       "es"
             *     ]
             */
            languages?: string[];
            /** @example México */
            name: string;
        };
        NewDraft: {
            /**
             * Format: int64
             * @description the revision that was seen
             */
            from: number;
            /**
             * @description of the draft
             * @example en
             */
            language: string;
            /**
             * @description the language that it is made from
             * @example es
             */
            of: string;
        };
        NewHome: {
            /** @description holidays and other days without meetings; at most 60 */
            closed?: components["schemas"]["ClosedDay"][];
            /**
             * Format: int64
             * @description of the working hours, minutes of the day
             * @example 540
             */
            from: number;
            /**
             * Format: int64
             * @description their end
             * @example 1080
             */
            to: number;
            /** @description days on which the delegation does not work: 0, Sunday, to 6 */
            weekend?: number[];
            /**
             * @description IANA
             * @example America/Mexico_City
             */
            zone: string;
        };
        NewInvitation: {
            /** @description of a delegate: may act for the delegation */
            authority?: boolean;
            /**
             * @description of an interpreter: the booth's id or its exact name. Without: the only one that there is, or that works into the language
             * @example b1
             */
            booth?: string;
            /**
             * @description its id or its exact name
             * @example d1
             */
            delegation?: string;
            /**
             * Format: date-time
             * @description without: 30 days after the start, or after now
             */
            expires?: string;
            /** @description of a delegate: names and vouches for the members of the delegation, whose list is the focal points' from the first one on */
            focalPoint?: boolean;
            /** @example Undersecretary */
            function?: string;
            /**
             * @description that the person wants to hear and read, BCP 47; without: the floor
             * @example es
             */
            language?: string;
            /** @description false: admitted without asking. Without: guests wait; organisers and chairs never do */
            lobby?: boolean;
            /**
             * @description of the person, or of what the shared link is for. Needed but for observers and press
             * @example Ana Pérez
             */
            name?: string;
            /** @enum {string} */
            role: "organiser" | "chair" | "delegate" | "interpreter" | "technician" | "record-keeper" | "observer" | "press";
            /** @description one link for many at once; observer and press only */
            shared?: boolean;
            /**
             * @description of an interpreter: the languages besides the booth's, BCP 47; at most 12
             * @example [
             *       "fr"
             *     ]
             */
            understands?: string[];
        };
        NewLeg: {
            /** @description of an entry that there is: its calendar entry changes; without: a new one */
            id?: string;
            /** Format: int64 */
            minutes: number;
            /** @description needed where the meeting is in person */
            place?: string;
            title?: string;
            /** @example 2021-06-07T09:00 */
            wall: string;
            /**
             * @description IANA, of the place
             * @example America/Guatemala
             */
            zone: string;
        };
        NewMeeting: {
            agenda?: components["schemas"]["NewAgendaItem"][];
            delegations?: components["schemas"]["NewDelegation"][];
            /** @description its booths. Without: one booth between two languages, one for each of more */
            interpretation?: components["schemas"]["Arrangement"];
            /**
             * @description of background: what the words are attributed to
             * @example a senior official
             */
            label?: string;
            /**
             * @description of the meeting, BCP 47
             * @example [
             *       "es",
             *       "en"
             *     ]
             */
            languages?: string[];
            /**
             * Format: int64
             * @description how long before the start the lobby opens, at most 10080; without: 30. Without a start it is always open
             */
            lobbyMinutes?: number;
            /**
             * @description what may be made of what is said. Without: on-the-record
             * @enum {string}
             */
            regime?: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
            /**
             * @description RFC 3339, or local to timezone: 2006-01-02T15:04
             * @example 2021-05-07T10:00
             */
            start?: string;
            /**
             * @description IANA name; without: UTC
             * @example America/Mexico_City
             */
            timezone?: string;
            /**
             * @description up to 200 characters
             * @example México – United States, 7 May 2021
             */
            title: string;
            /** @description the title in several languages, by BCP 47 tag */
            titles?: {
                [key: string]: string;
            };
        };
        NewMember: {
            /** @description may act for the delegation */
            authority?: boolean;
            /** @example Undersecretary */
            function?: string;
            /**
             * @description that the person wants to hear and read, BCP 47; without: the floor
             * @example es
             */
            language?: string;
            /** @description false: admitted without asking */
            lobby?: boolean;
            /** @example Ana Pérez */
            name: string;
            /** @description the id of the member whose place this one takes */
            replaces?: string;
            /**
             * @description without: delegate
             * @enum {string}
             */
            role?: "delegate" | "observer";
            /** @description the focal point answers for who this is; without: yes, where a focal point adds */
            vouched?: boolean;
        };
        NewObjection: {
            /** @description up to 1000 characters; everybody reads it */
            reason: string;
        };
        NewParagraph: {
            /** @description paragraph that it follows; empty: at the beginning; without: at the end */
            after?: string;
            /** @description paragraph in whose place it is proposed, as N bis */
            alternativeTo?: string;
            /** @description by language; others may come later. Up to 4000 characters each */
            words: {
                [key: string]: string;
            };
        };
        NewPlan: {
            /** @description at most 20; one begins at the slot's time. Without: the slot itself */
            itinerary?: components["schemas"]["NewLeg"][];
            /** @enum {string} */
            mode: "virtual" | "in-person" | "hybrid";
            /** @description that every delegation has accepted; without: the one that it is set for */
            slot?: string;
            /** @description without: as it is set already; without one, this meeting's */
            title?: string;
        };
        NewPosition: {
            /**
             * Format: int64
             * @description the revision that was seen
             */
            from: number;
            /** @enum {string} */
            position: "none" | "ad-referendum" | "agreed";
        };
        NewQuotation: {
            /** @description up to 2000 bytes, which the record says */
            quotation: string;
            /**
             * @description where it was found: QuotationMatch.first
             * @example s12
             */
            segment: string;
            /**
             * @description where it is used; up to 200 characters
             * @example Joint statement, paragraph 3
             */
            use?: string;
        };
        NewReadout: {
            /** @description by language; empty lines part paragraphs. Up to 15,000 characters each */
            bodies: {
                [key: string]: string;
            };
            embargo?: string;
            overrides?: components["schemas"]["StatementOverride"][];
            /** @description the own delegation's readout that this corrects */
            supersedes?: string;
            timezone?: string;
            /** @description in each language of bodies */
            titles: {
                [key: string]: string;
            };
        };
        NewRectification: {
            /**
             * Format: int64
             * @description for objections; without: 90 days
             */
            hours?: number;
            paragraph: string;
            /** @description up to 1000 characters */
            reason: string;
            /** @description what is to stand, by language */
            words: {
                [key: string]: string;
            };
        };
        NewRegime: {
            /** @description of words that were spoken: only the delegation that spoke can, and only loosen it */
            intervention?: string;
            /**
             * @description AgendaItem.id
             * @example a1
             */
            item?: string;
            /**
             * @description of background: what the words are attributed to; up to 200 characters
             * @example a senior official
             */
            label?: string;
            /** @enum {string} */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
            /** @description participant: for their next turn */
            speaker?: string;
        };
        NewSegment: {
            /** Format: date-time */
            end?: string;
            /**
             * @description without: verbatim
             * @enum {string}
             */
            form?: "verbatim" | "summary";
            /**
             * @description without: words outside of any
             * @example i1
             */
            intervention?: string;
            /** @example es */
            language: string;
            /**
             * @description without: the floor in its language, else its interpretation
             * @enum {string}
             */
            origin?: "floor" | "interpretation" | "translation" | "prepared";
            /** @description participant, of words outside of an intervention */
            speaker?: string;
            /**
             * Format: date-time
             * @description of the words; without: now, or the beginning of the intervention where that is over
             */
            start?: string;
            /** @description up to 4000 characters */
            text: string;
        };
        NewSilence: {
            /**
             * Format: int64
             * @description without: 72
             */
            hours?: number;
            /**
             * @description IANA; without: UTC
             * @example America/Mexico_City
             */
            timezone?: string;
            /**
             * @description RFC 3339, or local to the timezone; in the place of hours
             * @example 2021-05-10T18:00
             */
            until?: string;
        };
        NewSlot: {
            /** @description the slot in whose place it is proposed; the own delegation declines that one, unless it is set */
            counter?: string;
            /**
             * Format: int64
             * @example 90
             */
            minutes: number;
            /** @description up to 200 characters */
            note?: string;
            /**
             * @description local to the zone, or with its offset where the clocks there show it twice
             * @example 2021-06-08T10:00
             */
            wall: string;
            /**
             * @description IANA
             * @example America/Mexico_City
             */
            zone: string;
        };
        NewStatement: {
            /**
             * @description in the future: RFC 3339, or local to the timezone; without: at once
             * @example 2021-05-07T18:00
             */
            embargo?: string;
            /** @description what the checks find and is right all the same */
            overrides?: components["schemas"]["StatementOverride"][];
            /**
             * @description an adopted text
             * @example t1
             */
            text: string;
            /** @description IANA; without: UTC */
            timezone?: string;
        };
        NewText: {
            /** @description without: the meeting's */
            languages?: string[];
            /** @description without: the first of titles */
            title?: string;
            titles?: {
                [key: string]: string;
            };
        };
        NextLeg: {
            /** @description it is no longer part of the plan */
            cancelled?: boolean;
            id: string;
            local: components["schemas"]["LocalHours"][];
            /** Format: int64 */
            minutes: number;
            place?: string;
            title?: string;
            when: components["schemas"]["ZonedTime"];
        };
        NextMeeting: {
            /**
             * Format: int64
             * @description that are open: the next meeting's agenda begins with them
             */
            commitments: number;
            /** @description one for each delegation, in the meeting's order */
            homes: components["schemas"]["DelegationHome"][];
            may: components["schemas"]["NextRights"];
            /** @description Meeting.id of the one that was made of the plan */
            meeting?: string;
            /** @description absent: nothing was set yet */
            plan?: components["schemas"]["NextPlan"];
            /** @description the meetings before and after this one, in their order; at most 40 */
            series: components["schemas"]["SeriesMeeting"][];
            /** @description that are proposed, in the order of their time */
            slots: components["schemas"]["NextSlot"][];
            /** @description of this meeting */
            title: string;
        };
        NextPlan: {
            /** @description all of it */
            cancelled?: boolean;
            /** @description in the order of time; cancelled entries last */
            itinerary: components["schemas"]["NextLeg"][];
            /** @enum {string} */
            mode: "virtual" | "in-person" | "hybrid";
            /** @description of the cancellation */
            reason?: string;
            /**
             * Format: int64
             * @description counts what was told, from 1; a calendar's SEQUENCE is one less
             */
            revision: number;
            /** @description that everybody accepted */
            slot: string;
            title: string;
        };
        NextRights: {
            /** @description accept and decline */
            answer: boolean;
            /** @description set, change, cancel and make the next meeting: who leads */
            arrange: boolean;
            /** @description Delegation.id of the own one */
            for?: string;
            /** @description propose times, and say when a delegation works */
            propose: boolean;
        };
        NextSlot: {
            /** @description every delegation has accepted */
            agreed: boolean;
            answers: components["schemas"]["SlotAnswer"][];
            byName?: string;
            /** @description the slot in whose place it is proposed */
            counter?: string;
            /** @description Delegation.id of who proposes; absent: who leads */
            delegation?: string;
            id: string;
            local: components["schemas"]["LocalHours"][];
            may: components["schemas"]["NextSlotRights"];
            /** Format: int64 */
            minutes: number;
            note?: string;
            /** @description its time is over */
            over: boolean;
            /** @description RFC 3339: when */
            proposed: string;
            when: components["schemas"]["ZonedTime"];
        };
        NextSlotRights: {
            answer: boolean;
            withdraw: boolean;
        };
        Offer: {
            /** Format: int64 */
            id: number;
            lines: components["schemas"]["OfferLine"][];
            /** @description the client made a new PeerConnection (a reload, or the server's restart): an older one of the same participant is closed */
            new: boolean;
            sdp: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "offer";
        };
        OfferLine: {
            mid: string;
            /** @enum {string} */
            use: "microphone" | "camera" | "screen" | "screen-sound" | "stage-sound" | "stage-picture" | "floor-sound" | "interpretation" | "booth-sound" | "picture";
        };
        OpenMicrophone: {
            /**
             * Format: int64
             * @description the channel's, as last seen
             */
            epoch: number;
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "open-microphone";
        };
        OwnInvitation: {
            /**
             * @description what would happen on joining now; early: the lobby is shut yet (Meeting.opens)
             * @enum {string}
             */
            admission: "admitted" | "lobby" | "early" | "refused";
            invitation: components["schemas"]["Invitation"];
            meeting: components["schemas"]["Meeting"];
        };
        Paragraph: {
            /** @description RFC 3339 */
            at: string;
            /** @description languages whose words are older than another's */
            behind: string[];
            brackets: components["schemas"]["ParagraphBracket"][];
            /** @description who made this revision */
            by?: string;
            byName?: string;
            /** @description whose proposal it is; absent: the chair's text */
            delegation?: string;
            /** @example p1 */
            id: string;
            /**
             * @description the same in every language; absent: it was withdrawn
             * @example 2 bis
             */
            number?: string;
            /** @description by delegation; one that is not there has said nothing of this revision */
            positions: {
                [key: string]: components["schemas"]["ParagraphPosition"];
            };
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            status: "proposed" | "bracketed" | "ad-referendum" | "agreed" | "withdrawn";
            /** @description by language */
            words: {
                [key: string]: components["schemas"]["ParagraphWords"];
            };
        };
        ParagraphBracket: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            /** @description which alone releases it; absent: the chair */
            delegation?: string;
            /** @example b1 */
            id: string;
            /** @enum {string} */
            kind: "bracket" | "reservation";
            reason: string;
            /** @description by language: the piece that it stands around, as it was then; absent: the whole paragraph */
            words?: {
                [key: string]: string;
            };
        };
        ParagraphConflict: {
            /** @description by language: from its words to those that were sent */
            differences: {
                [key: string]: components["schemas"]["Difference"][];
            };
            /** @description as it is now */
            paragraph: components["schemas"]["Paragraph"];
        };
        ParagraphEdit: {
            /**
             * Format: int64
             * @description the revision that the edit was made from; another one is refused (409 revision-stale)
             * @example 1
             */
            from: number;
            /** @description those that change. A machine's draft that is sent as it is becomes the person's, who certifies it */
            words: {
                [key: string]: string;
            };
        };
        ParagraphHistory: {
            /** @description the last first */
            revisions: components["schemas"]["ParagraphRevision"][];
        };
        ParagraphPlace: {
            /** @description paragraph that it follows; without: to the beginning */
            after?: string;
        };
        ParagraphPosition: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            /** @enum {string} */
            position: "ad-referendum" | "agreed";
        };
        ParagraphRevision: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            /** @description for whom; absent: the chair's */
            delegation?: string;
            /** @description by language that changed, from the revision before */
            differences: {
                [key: string]: components["schemas"]["Difference"][];
            };
            /** Format: int64 */
            revision: number;
            words: {
                [key: string]: components["schemas"]["ParagraphWords"];
            };
        };
        ParagraphWords: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            engine?: string;
            /** @description the language that the machine translated from */
            of?: string;
            /**
             * Format: int64
             * @description of the paragraph, in which they became what they are
             */
            revision: number;
            /**
             * @description a machine's are a draft until a person certifies or changes them
             * @enum {string}
             */
            source: "human" | "machine";
            text: string;
        };
        Participant: {
            /** @description acts for the delegation */
            authority?: boolean;
            /** @description of an interpreter: Booth.id */
            booth?: string;
            camera: boolean;
            /**
             * @description reconnecting: lost, kept for 60 s (a WHIP publisher: 15 s); external: a WHIP publisher
             * @enum {string}
             */
            connection: "connected" | "reconnecting" | "external";
            /** @description Delegation.id */
            delegation?: string;
            function?: string;
            /** @description RFC 3339 time when it was raised, empty when it is down */
            hand?: string;
            id: string;
            language?: string;
            microphone: boolean;
            name: string;
            /** @enum {string} */
            quality?: "good" | "fair" | "poor";
            /** @enum {string} */
            role: "organiser" | "chair" | "delegate" | "interpreter" | "technician" | "record-keeper" | "observer" | "press";
            screen: boolean;
            screenSound: boolean;
            /**
             * @description how sure it is that this is who the list says: verified by an identity provider, vouched for by the delegation's focal point, or come with a link
             * @enum {string}
             */
            trust: "verified" | "vouched" | "guest";
            /** @description has declined to be recorded: their sound is not written */
            unrecorded?: boolean;
        };
        ParticipantChanged: {
            participant: components["schemas"]["Participant"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "participant";
        };
        ParticipantLeft: {
            participant: string;
            /** @enum {string} */
            reason: "left" | "lost" | "removed" | "refused";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "participant-left";
        };
        PauseClock: {
            /** Format: int64 */
            id: number;
            paused: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pause-clock";
        };
        Ping: {
            /** Format: int64 */
            t: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ping";
        };
        PlanCancellation: {
            /** @description up to 200 characters */
            reason?: string;
        };
        PointOfOrder: {
            /** @description RFC 3339: when it was raised */
            at: string;
            /** @description Delegation.id */
            delegation?: string;
            name: string;
            participant: string;
        };
        PointsChanged: {
            points: components["schemas"]["PointOfOrder"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "points-of-order";
        };
        Pong: {
            /** Format: int64 */
            t: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pong";
        };
        Problem: {
            /** @description of a local time that the zone's clocks skip or show twice: the two times (RFC 3339) of which one may be meant; send one of them in its place */
            choices?: string[];
            /** @description the last part of type, such as token-revoked */
            code: string;
            /** @description of revision-stale: what the edit has missed */
            conflict?: components["schemas"]["Conflict"];
            /** @description what happened here and what to do about it */
            detail?: string;
            /** @description of statement-fails: what the calendar or the record does not bear out */
            findings?: components["schemas"]["StatementFinding"][];
            /** @description of revision-stale, where a text's paragraph was edited: what the edit has missed */
            paragraphConflict?: components["schemas"]["ParagraphConflict"];
            /**
             * Format: int64
             * @description HTTP status code
             */
            status: number;
            /** @description short, the same for every occurrence of the type */
            title: string;
            /** @description stable identifier, a relative reference such as /problems/token-revoked, served with a description */
            type: string;
        };
        ProblemMessage: {
            fatal?: boolean;
            /** Format: int64 */
            id?: number;
            problem: components["schemas"]["Problem"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "problem";
        };
        PublicMeeting: {
            /** @description of texts that are published */
            commitments: components["schemas"]["Commitment"][];
            delegations: components["schemas"]["PublicationParty"][];
            id: string;
            languages: string[];
            /** @description of a meeting that has published a joint statement */
            next?: components["schemas"]["PublicNext"];
            /** @description that are issued, the last first */
            publications: components["schemas"]["Publication"][];
            /** @description RFC 3339 */
            start?: string;
            timezone?: string;
            title: string;
            titles?: {
                [key: string]: string;
            };
        };
        PublicNext: {
            place?: string;
            /** @description RFC 3339 */
            start: string;
            timezone: string;
        };
        Publication: {
            /** @description for those who were in the meeting */
            by?: string;
            byName?: string;
            /** @description whose readout it is */
            delegation?: string;
            /** @example u1 */
            id: string;
            /** @description RFC 3339: nobody outside reads it before */
            issued: string;
            /** @enum {string} */
            kind: "joint" | "readout";
            languages: string[];
            /** @description of an embargo, on the wall of timezone */
            local?: string;
            /** @description for those who were in the meeting */
            overrides?: components["schemas"]["StatementOverride"][];
            paragraphs: components["schemas"]["PublishedParagraph"][];
            /** @description whose word it is */
            parties: components["schemas"]["PublicationParty"][];
            /** @description it is issued */
            public: boolean;
            sha256: string;
            supersededBy?: string;
            supersedes?: string;
            /** @description of a joint statement */
            text?: string;
            timezone?: string;
            title: string;
            titles?: {
                [key: string]: string;
            };
            /** Format: int64 */
            version?: number;
        };
        PublicationParty: {
            /** @example d1 */
            id: string;
            name: string;
        };
        PublicationRights: {
            delegation?: string;
            /** @description the own delegation's account */
            readout: boolean;
            /** @description an adopted text */
            statement: boolean;
        };
        Publications: {
            may: components["schemas"]["PublicationRights"];
            /** @description as they were decided */
            publications: components["schemas"]["Publication"][];
        };
        PublishedParagraph: {
            number?: string;
            words: {
                [key: string]: string;
            };
        };
        Quotation: {
            /** @description the best first, at most 5; of near-miss the closest passage only */
            matches: components["schemas"]["QuotationMatch"][];
            /**
             * @description verbatim: the speaker's words; elided: these, with words left out or replaced where the quotation says so; interpreted, translated: not the speaker's own words, and to be quoted "as interpreted" only; prepared: of a text deposited beforehand, not found in what was said; near-miss: what is most like it differs
             * @enum {string}
             */
            verdict: "verbatim" | "elided" | "interpreted" | "translated" | "prepared" | "near-miss" | "not-found";
            /**
             * Format: int64
             * @description of the record, that it was held against; 0: the draft, which is not final
             */
            version: number;
            /** @description some of what was said may not be quoted: it was not searched */
            withheld: boolean;
        };
        QuotationCount: {
            /**
             * Format: int64
             * @description those that the record does not say any more
             */
            failing: number;
            /** Format: int64 */
            kept: number;
        };
        QuotationInputBody: {
            /**
             * @description up to 8000 bytes; omission marks are (…) (...) […] [...] …, other text in [ ] is yours
             * @example Our countries face great challenges (…), the pandemic and its economic repercussions
             */
            quotation: string;
            /**
             * Format: int64
             * @description of the record; without: the draft, and for observers and press the last version
             */
            version?: number;
        };
        QuotationMatch: {
            /** @description name */
            delegation?: string;
            /** @description segment with the passage's first word */
            first: string;
            function?: string;
            /** @description absent: words outside of any */
            intervention?: string;
            /** @description AgendaItem.id */
            item?: string;
            /** @description what the words are attributed to instead of the speaker */
            label?: string;
            /** @description of the words, BCP 47 */
            language: string;
            /** @description segment with its last word */
            last: string;
            /**
             * Format: int64
             * @description words between the passage's first and last that the quotation does not have
             */
            leftOut: number;
            /** @description the passage was written by speech recognition, wholly or in part, and nobody has mended it */
            machine: boolean;
            /** @enum {string} */
            origin: "floor" | "interpretation" | "translation" | "prepared";
            /** @enum {string} */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
            /** @description the quotation in stretches: their quote members, one after the other, are the quotation */
            runs: components["schemas"]["QuotationRun"][];
            /** @description name, where the regime allows it */
            speaker?: string;
            /** @description RFC 3339: when the first segment began */
            start: string;
        };
        QuotationRun: {
            /**
             * @description omission: a mark; interpolation: [words] of who quotes; missing: said, and left out without a mark
             * @enum {string}
             */
            kind: "same" | "omission" | "interpolation" | "changed" | "added" | "missing";
            /** @description of the quotation; empty for missing */
            quote: string;
            /** @description what was said in its place, or left out; at most 2000 bytes */
            record?: string;
            /**
             * @description of changed
             * @enum {string}
             */
            why?: "word" | "case" | "spelling" | "punctuation";
            /**
             * Format: int64
             * @description how many words that has
             */
            words?: number;
        };
        RaisePoint: {
            /** Format: int64 */
            id: number;
            /** @description whose the chair takes back */
            participant?: string;
            raised: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "raise-point";
        };
        React: {
            /** @enum {string} */
            reaction: "applause" | "agree" | "disagree" | "thanks";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "react";
        };
        Reacted: {
            participant: string;
            /** @enum {string} */
            reaction: "applause" | "agree" | "disagree" | "thanks";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reaction";
        };
        RecordArrangement: {
            /**
             * @description the form that is the official record
             * @enum {string}
             */
            official: "verbatim" | "summary";
        };
        RecordChanged: {
            /** Format: int64 */
            change: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "record";
        };
        RecordIntervention: {
            /** @description absent: it goes on */
            end?: string;
            id: string;
            /** @description AgendaItem.id */
            item?: string;
            /** @enum {string} */
            kind: "opening" | "statement" | "reply" | "point-of-order" | "question" | "answer" | "closing";
            /** @description of the floor */
            language?: string;
            speaker: string;
            start: string;
        };
        RecordRights: {
            /** @description seal the meeting's archive and have it */
            archive: boolean;
            /** @description ask for a correction of the own delegation's words, now */
            correct: boolean;
            /** @description read what is not published yet */
            draft: boolean;
            /** @description write, publish, and decide on corrections */
            keep: boolean;
        };
        RecordSpeaker: {
            /** @description Delegation.id */
            delegation?: string;
            function?: string;
            id: string;
            name: string;
        };
        RecordVersion: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            /** @enum {string} */
            form: "verbatim" | "summary";
            /** Format: int64 */
            number: number;
            /** @description of the canonical form, hexadecimal */
            sha256: string;
            /** @description RFC 3339: until when corrections may be asked for */
            until: string;
        };
        RecordWithheld: {
            /** @description nothing leaves: the meeting is off the record */
            all: boolean;
            /** @description who spoke, in some interventions */
            names: boolean;
            /** @description who took part */
            people: boolean;
            /** @description some interventions, or what was said in them */
            words: boolean;
        };
        RecorderChanged: {
            /**
             * Format: int64
             * @description of all the meeting's files
             */
            bytes: number;
            /**
             * Format: int64
             * @description packets that the disk was too slow for
             */
            dropped: number;
            /**
             * Format: int64
             * @description sounds that are being written
             */
            files: number;
            /**
             * Format: int64
             * @description milliseconds that are silence in the files because they did not arrive
             */
            lostMs: number;
            /** @description absent: there is no speech recognition */
            speech?: components["schemas"]["SpeechState"];
            /** @enum {string} */
            trouble?: "disk-full" | "disk-read-only" | "disk-failed" | "limit-reached";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "recorder";
        };
        Recording: {
            /** Format: int64 */
            bytes?: number;
            /** @description the language that it was interpreted into; absent: the floor, which alone is authentic */
            channel?: string;
            /**
             * @description in Ogg (RFC 7845), as it was sent
             * @enum {string}
             */
            codec: "opus";
            /** @description its content: GET /api/v1/meetings/{meeting}/recordings/{id}/content, with a token or ?ticket= */
            id: string;
            /** @enum {string} */
            kind: "microphone" | "screen-sound";
            /**
             * Format: int64
             * @description milliseconds that are silence because they did not arrive
             */
            lostMs?: number;
            /**
             * Format: int64
             * @description milliseconds; absent: it is still being written
             */
            ms?: number;
            name: string;
            /** @description whose sound it is */
            participant: string;
            /** @description the server was ended by force while it was written; up to a second at its end is missing */
            recovered?: boolean;
            /** @description hexadecimal; absent: it is still being written */
            sha256?: string;
            /** @description RFC 3339; what was heard t later plays at t */
            start: string;
        };
        RecordingList: {
            /** @description as they began */
            recordings: components["schemas"]["Recording"][];
        };
        Refuse: {
            /** Format: int64 */
            id: number;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "refuse";
        };
        Regime: {
            /** @description to words that are spoken now */
            applies: components["schemas"]["Attribution"];
            /** @description where it is not the meeting's */
            items: components["schemas"]["ItemRegime"][];
            meeting: components["schemas"]["Attribution"];
            /** @description asked for the next turn of somebody */
            next: components["schemas"]["SpeakerRegime"][];
        };
        Remove: {
            /** Format: int64 */
            id: number;
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "remove";
        };
        RemoveTerm: {
            /** Format: int64 */
            id: number;
            key: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "remove-term";
        };
        ReportSource: {
            /**
             * Format: int64
             * @description upper end of the audio band, Hz; 0: not known yet
             */
            band: number;
            /**
             * Format: int64
             * @description samples at full scale, per mille
             */
            clipping: number;
            /** @description the person says so */
            headphones: boolean;
            /**
             * Format: int64
             * @description level of the pauses, dBFS
             */
            noise: number;
            /** @description the browser suppresses noise, cancels echo or sets the gain */
            processed: boolean;
            /**
             * Format: int64
             * @description level of the speech, dBFS
             */
            speech: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report-source";
        };
        Seal: {
            /** @description RFC 3339 */
            at: string;
            /** @description who made it; absent: the administrator */
            byName?: string;
            /** Format: int64 */
            bytes: number;
            /**
             * @description the checks of cumbre verify that what was sealed does not pass: content that was lost, a quotation that the record does not say
             * @example [
             *       "documents"
             *     ]
             */
            failing: string[];
            /** @description that its head can be verified with */
            key: string;
            /**
             * Format: int64
             * @description of its log
             */
            leaves: number;
            /** @description documents and recordings whose content was lost before, by their names in the archive */
            missing: string[];
            /**
             * Format: int64
             * @description 1 for the first
             */
            number: number;
            /** @description of its log, base64, as its head says it */
            root: string;
            /** @description of the file, hexadecimal */
            sha256: string;
        };
        SearchResult: {
            /**
             * Format: int64
             * @description how many there are
             */
            all: number;
            /** @description in the order in which they were spoken; at most 100 */
            found: components["schemas"]["FoundSegment"][];
        };
        Seat: {
            /** @description the input follows the floor's language */
            automatic: boolean;
            devices: boolean;
            headphones: boolean;
            /**
             * Format: int64
             * @description of the input
             */
            hops: number;
            /** @description 'floor' or a channel */
            input: string;
            level: boolean;
            /** Format: int64 */
            number: number;
            /** @description '': not chosen */
            output: string;
            participant: string;
            /** @enum {string} */
            state: "OFFLINE" | "CHECKED" | "STANDBY" | "ARMED" | "ON_AIR" | "COUGH" | "LOST";
            /** @description to the floor */
            talking: boolean;
            understands: string[];
        };
        Segment: {
            /** @description participant who wrote this revision; absent: the server */
            by?: string;
            /**
             * Format: int64
             * @description number of the record's change that brought this revision: a later one has a higher number
             */
            change: number;
            end?: string;
            /** @enum {string} */
            form: "verbatim" | "summary";
            id: string;
            /** @description absent: words outside of any */
            intervention?: string;
            /** @description BCP 47 */
            language: string;
            /** @description segment that it was split from; of a removed one that it was joined to */
            of?: string;
            /**
             * @description only the floor's words are authentic
             * @enum {string}
             */
            origin: "floor" | "interpretation" | "translation" | "prepared";
            /** @description it is in the record no longer, and can be restored */
            removed?: boolean;
            /**
             * Format: int64
             * @description an edit says from which one it was made
             */
            revision: number;
            /** @description what was said is recorded: GET /api/v1/meetings/{meeting}/segments/{id}/sound */
            sound?: boolean;
            /**
             * @description asr: speech recognition that nobody has mended
             * @enum {string}
             */
            source: "human" | "asr";
            /** @description participant whose words they are, in whoever's voice; absent: not said */
            speaker?: string;
            /** @description RFC 3339 with milliseconds */
            start: string;
            text: string;
        };
        SegmentChanged: {
            segment: components["schemas"]["Segment"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "segment";
        };
        SegmentEdit: {
            /** Format: date-time */
            end?: string;
            /**
             * Format: int64
             * @description the revision that the edit was made from; another one is refused (409 revision-stale)
             * @example 1
             */
            from: number;
            intervention?: string;
            language?: string;
            /** @enum {string} */
            origin?: "floor" | "interpretation" | "translation" | "prepared";
            /** @description true takes it out of the record, false brings it back */
            removed?: boolean;
            speaker?: string;
            /** Format: date-time */
            start?: string;
            text?: string;
        };
        SegmentEditor: {
            participant: string;
            segment: string;
        };
        SegmentEditors: {
            editors: components["schemas"]["SegmentEditor"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "segment-editors";
        };
        SegmentJoin: {
            /**
             * Format: int64
             * @description the revision that is seen
             * @example 1
             */
            from: number;
            /**
             * @description the segment before or after it, of the same speaker, intervention, form, language and origin
             * @example s2
             */
            with: string;
            /**
             * Format: int64
             * @description the revision of that one
             * @example 1
             */
            withFrom: number;
        };
        SegmentPage: {
            /**
             * Format: int64
             * @description since for the next page; absent: this is the last
             */
            next?: number;
            /** @description by their last change, oldest first; of a version in the order in which they were spoken */
            segments: components["schemas"]["Segment"][];
        };
        SegmentSplit: {
            /**
             * Format: int64
             * @description where the second's words begin, in Unicode code points, between two words
             */
            at: number;
            /**
             * Format: int64
             * @description the revision that is split; another one is refused (409 revision-stale)
             * @example 1
             */
            from: number;
            /**
             * Format: date-time
             * @description of the second's words; without: in proportion to the words, where the end is known
             */
            start?: string;
        };
        SendChat: {
            booth?: string;
            /** Format: int64 */
            id: number;
            participant?: string;
            text: string;
            /** @enum {string} */
            to: "everyone" | "delegation" | "participant" | "booth";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "send-chat";
        };
        SeriesMeeting: {
            /** @description this one */
            here?: boolean;
            id: string;
            /** @description RFC 3339 */
            start?: string;
            /** @enum {string} */
            state: "scheduled" | "in-session" | "ended" | "cancelled";
            timezone?: string;
            title: string;
        };
        /** @description A message from the server on the live session's WebSocket. */
        ServerMessage: components["schemas"]["Ack"] | components["schemas"]["Admitted"] | components["schemas"]["AgendaChanged"] | components["schemas"]["Answer"] | components["schemas"]["BoothLevels"] | components["schemas"]["Bye"] | components["schemas"]["Caption"] | components["schemas"]["ChatReceived"] | components["schemas"]["DocumentAdded"] | components["schemas"]["DocumentWithdrawn"] | components["schemas"]["FloorChanged"] | components["schemas"]["FloorTimesChanged"] | components["schemas"]["GlossaryChanged"] | components["schemas"]["InterpretationChanged"] | components["schemas"]["InterpretationNotice"] | components["schemas"]["LayersNeeded"] | components["schemas"]["LobbyChanged"] | components["schemas"]["MeetingChanged"] | components["schemas"]["MuteRequested"] | components["schemas"]["ParticipantChanged"] | components["schemas"]["ParticipantLeft"] | components["schemas"]["PointsChanged"] | components["schemas"]["Pong"] | components["schemas"]["ProblemMessage"] | components["schemas"]["Reacted"] | components["schemas"]["RecordChanged"] | components["schemas"]["RecorderChanged"] | components["schemas"]["SegmentChanged"] | components["schemas"]["SegmentEditors"] | components["schemas"]["ShownDocumentChanged"] | components["schemas"]["SlotChanged"] | components["schemas"]["SourceQuality"] | components["schemas"]["Speakers"] | components["schemas"]["ListChanged"] | components["schemas"]["StageChanged"] | components["schemas"]["TakeOverAsked"] | components["schemas"]["TextNews"] | components["schemas"]["Welcome"];
        SetCaptions: {
            language: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-captions";
        };
        SetFloorLanguage: {
            /** Format: int64 */
            id: number;
            language: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-floor-language";
        };
        SetHand: {
            raised: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-hand";
        };
        SetInput: {
            /** Format: int64 */
            id: number;
            input: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-input";
        };
        SetLanguage: {
            language: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-language";
        };
        SetMedia: {
            camera: boolean;
            microphone: boolean;
            screen: boolean;
            screenSound: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-media";
        };
        SetOutput: {
            /**
             * Format: int64
             * @description of the lease held; 0 off air
             */
            epoch: number;
            /** Format: int64 */
            id: number;
            language: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-output";
        };
        SetProtocolOrder: {
            /** @description Delegation.id */
            delegations: string[];
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-protocol-order";
        };
        SetRegime: {
            /** Format: int64 */
            id: number;
            intervention?: string;
            /** @description AgendaItem.id */
            item?: string;
            /** @description of background: what the words are attributed to, such as "a senior official" */
            label?: string;
            /** @enum {string} */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
            /** @description participant */
            speaker?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-regime";
        };
        SetShift: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            minutes: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set-shift";
        };
        Settlement: {
            settled: boolean;
        };
        Shift: {
            amber: boolean;
            ends?: string;
            /**
             * Format: int64
             * @description 0: none
             */
            minutes: number;
            over: boolean;
        };
        ShowDocument: {
            /** @description Document.id: a PDF or a picture that everybody may read; or empty */
            document: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description 1 for the first; 0 with an empty document
             */
            page: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "show-document";
        };
        ShownDocument: {
            /** @description participant who shows it; empty where none is shown */
            by: string;
            /** @description Document.id; empty: none is shown */
            document: string;
            /**
             * Format: int64
             * @description 1 for the first; 0 where none is shown
             */
            page: number;
        };
        ShownDocumentChanged: {
            shown: components["schemas"]["ShownDocument"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "shown-document";
        };
        Sit: {
            booth: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description 0: the first that is free
             */
            seat: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sit";
            understands: string[];
        };
        SlotAnswer: {
            accepted: boolean;
            /** @description Delegation.id; absent: who leads, where there are no delegations */
            delegation?: string;
            reason?: string;
        };
        SlotChanged: {
            /** @description that it is carried for */
            channel?: string;
            /** Format: int64 */
            height?: number;
            /** @enum {string} */
            kind?: "microphone" | "camera" | "screen" | "screen-sound";
            mid: string;
            /** @description empty: nothing */
            participant: string;
            /** @description nothing is shown because the client's connection does not carry it; it comes back by itself */
            paused?: boolean;
            /** Format: int32 */
            rtpTime: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "slot";
            /** Format: int64 */
            width?: number;
        };
        SlotReply: {
            accept: boolean;
            /** @description of a decline; up to 200 characters */
            reason?: string;
        };
        SlowDown: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "slow-down";
        };
        SoundInadequate: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sound-inadequate";
        };
        SoundRecording: {
            /** @description RFC 3339 */
            since: string;
            /**
             * @description why nothing is being written although it should be (regime: the one that applies to what is said now forbids it); absent: all is well
             * @enum {string}
             */
            trouble?: "disk-full" | "disk-read-only" | "disk-failed" | "limit-reached" | "regime";
        };
        SourceQuality: {
            /**
             * Format: int64
             * @description Hz; 0: not known yet
             */
            band: number;
            /**
             * Format: int64
             * @description per mille
             */
            clipping: number;
            headphones: boolean;
            /**
             * Format: int64
             * @description packets lost on the way to the server, per mille
             */
            loss: number;
            /**
             * Format: int64
             * @description dBFS
             */
            noise: number;
            participant: string;
            processed: boolean;
            /**
             * Format: int64
             * @description dBFS
             */
            speech: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "source-quality";
        };
        Speaker: {
            /**
             * Format: int64
             * @description dBov below full scale, 0 loudest, 127 silence
             */
            level: number;
            participant: string;
        };
        SpeakerRegime: {
            /** @description of background */
            label?: string;
            participant: string;
            /**
             * @description on-the-record: quoted by name; background: quoted with the label; chatham-house: quoted, and nobody's name or presence told; deep-background: neither quoted nor attributed; off-the-record: nothing leaves the meeting
             * @enum {string}
             */
            regime: "on-the-record" | "background" | "chatham-house" | "deep-background" | "off-the-record";
        };
        SpeakerTime: {
            /**
             * Format: int64
             * @description milliseconds
             */
            ms: number;
            name: string;
            participant: string;
        };
        Speakers: {
            speakers: components["schemas"]["Speaker"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "speakers";
        };
        SpeakersList: {
            /** @description RFC 3339; absent: it is not known when */
            closes?: string;
            /**
             * Format: int64
             * @description of a delegation on this item, seconds
             */
            delegationLimit?: number;
            /** @description in the order in which the floor will be given */
            entries: components["schemas"]["ListEntry"][];
            /** @description AgendaItem.id; empty: of what belongs to none */
            item: string;
            /**
             * Format: int64
             * @description speaking time of each, seconds
             */
            limit?: number;
            /** @description RFC 3339; absent: it was not opened */
            opens?: string;
            /** @enum {string} */
            order: "request" | "rank" | "alternating" | "least-time";
            /** @description IANA, in which the times are said */
            zone?: string;
        };
        SpeechState: {
            /** @description it does not answer; it is tried again */
            down?: boolean;
            /**
             * Format: int64
             * @description those that were left out: it was too slow, away for too long, or did not take them
             */
            dropped: number;
            /**
             * Format: int64
             * @description stretches of speech that wait for it
             */
            waiting: number;
        };
        StageChanged: {
            participant: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stage";
        };
        Stand: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stand";
        };
        StartRecording: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "start-recording";
        };
        StatementCheck: {
            findings: components["schemas"]["StatementFinding"][];
        };
        StatementFinding: {
            /** @enum {string} */
            code: "weekday-differs" | "date-unknown" | "date-ambiguous" | "date-impossible" | "weekday-unknown" | "quotation-differs";
            /** Format: int64 */
            end: number;
            /** @description days that were agreed, nearest first */
            expected: components["schemas"]["KnownDay"][];
            language: string;
            /**
             * @description the day that the words were taken to mean
             * @example 2021-06-07
             */
            meant?: string;
            /** @description absent: a readout's, or a title's */
            paragraph?: string;
            /**
             * @description title: in the title; absent: in the words
             * @enum {string}
             */
            part?: "title";
            /**
             * Format: int64
             * @description of the words, in code points of the paragraph's, or of the title, in this language
             */
            start: number;
            /**
             * Format: int64
             * @description of weekday-differs: the day's, 0 for Sunday
             */
            weekday?: number;
            /** @example 7 de junio */
            words: string;
        };
        StatementOverride: {
            code: string;
            language: string;
            paragraph?: string;
            /**
             * @description the finding's
             * @enum {string}
             */
            part?: "title";
            /** @description up to 1000 characters; it is kept and shown */
            reason: string;
            words: string;
        };
        StopRecording: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stop-recording";
        };
        TakeOver: {
            channel: string;
            /**
             * Format: int64
             * @description the channel's, as last seen
             */
            epoch: number;
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "take-over";
        };
        TakeOverAsked: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "take-over-asked";
        };
        TalkToFloor: {
            /** Format: int64 */
            id: number;
            on: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "talk-to-floor";
        };
        Term: {
            /** @description participant */
            by?: string;
            key: string;
            note?: string;
            text: components["schemas"]["TermIn"][];
        };
        TermIn: {
            language: string;
            text: string;
        };
        TextAssent: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            delegation?: string;
            /** @description Ed25519 public key, base64 */
            key: string;
            /** @description it holds: nothing was changed since */
            live: boolean;
            /** @description the key is the server's, which vouches for who gave the assent */
            server?: boolean;
            sha256: string;
            /** @description base64; over cumbre/assent/1, meeting, text, sha256 and delegation, each ended by a line feed */
            signature: string;
        };
        TextCertificate: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            languages: string[];
            /** @description the words are those that were certified */
            live: boolean;
        };
        TextChange: {
            /** @description what has changed of them */
            paragraphs: components["schemas"]["Paragraph"][];
            /**
             * Format: int64
             * @description the text's revision since which; 0: all of them. Who has an older one lacks others, whose words the hashes are of, too
             */
            since?: number;
            text: components["schemas"]["TextHead"];
        };
        TextHead: {
            /** @description all that were given */
            assents: components["schemas"]["TextAssent"][];
            certificates: components["schemas"]["TextCertificate"][];
            /** @description of the words in each language */
            hashes: {
                [key: string]: string;
            };
            /** @example t1 */
            id: string;
            /** @description BCP 47; the first is the one that it was begun in */
            languages: string[];
            may: components["schemas"]["TextRights"];
            /**
             * Format: int64
             * @description of all
             */
            obstacleCount: number;
            /** @description what stands between the text and its adoption, the first 50; empty once it is adopted */
            obstacles: components["schemas"]["TextObstacle"][];
            /** @description the paragraphs that stand, by places; alternatives in their order */
            order: string[][];
            /** @enum {string} */
            phase: "negotiating" | "clean" | "silence" | "adopted" | "rectified";
            rectifications: components["schemas"]["TextRectification"][];
            /**
             * Format: int64
             * @description changes of anything in it
             */
            revision: number;
            /** @description of the text in all its languages as it is, hexadecimal: GET …/canonical */
            sha256: string;
            /** @description the last silence procedure */
            silence?: components["schemas"]["TextSilence"];
            title: string;
            titles?: {
                [key: string]: string;
            };
            /** @description pairs of languages of which no certificate holds; those that follow from others are not named */
            uncertified: string[][];
            /** @description the adopted text, and what rectifications made of it */
            versions: components["schemas"]["AdoptedText"][];
        };
        TextNews: {
            /** @description absent: the administration did it, or the text was adopted */
            byName?: string;
            /** @description Delegation.id of whose it is; absent: of no delegation's */
            delegation?: string;
            /**
             * @description proposed: a paragraph, of each person one in 5 s; objected: in a silence procedure, which ends with it
             * @enum {string}
             */
            kind: "proposed" | "assented" | "objected" | "adopted";
            /** @description of the paragraph that is proposed, as everybody numbers it */
            number?: string;
            /** @description TextHead.id */
            text: string;
            title: string;
            titles?: {
                [key: string]: string;
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text-news";
        };
        TextObjection: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            delegation?: string;
            reason: string;
        };
        TextObstacle: {
            bracket?: string;
            /** @enum {string} */
            code: "empty" | "bracket-open" | "alternatives-open" | "not-agreed" | "words-missing" | "machine-draft";
            delegation?: string;
            language?: string;
            paragraph?: string;
        };
        TextPart: {
            hit?: boolean;
            text: string;
        };
        TextPerson: {
            delegation?: string;
            /** @description which they share */
            draft?: string;
            language?: string;
            name: string;
            paragraph?: string;
            participant: string;
        };
        TextPresence: {
            people: components["schemas"]["TextPerson"][];
        };
        TextRectification: {
            /** @description RFC 3339 */
            at: string;
            by?: string;
            byName?: string;
            /** @example r1 */
            id: string;
            objection?: components["schemas"]["TextObjection"];
            paragraph: string;
            reason: string;
            /** @enum {string} */
            state: "open" | "refused" | "effective";
            /** @description RFC 3339; it takes effect then, where nobody has objected */
            until: string;
            /** @description what is to stand, by language */
            words: {
                [key: string]: string;
            };
        };
        TextRights: {
            /** @description for the delegation, which binds it: agree, assent, object */
            agree: boolean;
            /** @description that languages say the same, and a machine's draft, sent as it is */
            certify: boolean;
            /** @description for which the reader acts; absent: the chair's text */
            delegation?: string;
            /** @description the silence procedure */
            lead: boolean;
            /** @description propose, edit, ask for brackets, agree ad referendum */
            write: boolean;
        };
        TextSilence: {
            /**
             * @description until, on the wall of the zone
             * @example 2021-05-10T10:00:00
             */
            local: string;
            objection?: components["schemas"]["TextObjection"];
            /** @description RFC 3339 */
            opened: string;
            /** @enum {string} */
            state: "open" | "kept" | "broken" | "cancelled";
            /** @description IANA */
            timezone: string;
            /** @description RFC 3339; an objection at this instant is late */
            until: string;
        };
        TimeSpent: {
            item: string;
            /**
             * Format: int64
             * @description milliseconds, of all visits that are over
             */
            ms: number;
        };
        Uninterpretable: {
            /** Format: int64 */
            id: number;
            on: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "uninterpretable";
        };
        Unlist: {
            entry: string;
            /** Format: int64 */
            id: number;
            /** @description AgendaItem.id, or empty */
            item: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unlist";
        };
        WantSlot: {
            /** @description follow the channel of that sign language */
            channel?: string;
            /**
             * Format: int64
             * @description pixels that the tile can show
             */
            height: number;
            /** @enum {string} */
            kind?: "camera" | "screen";
            mid: string;
            /** @description empty with stage false: nothing */
            participant?: string;
            /**
             * Format: int64
             * @description higher is kept longer when bandwidth is short
             */
            priority: number;
            /** @description follow the stage */
            stage?: boolean;
        };
        WantSlots: {
            slots: components["schemas"]["WantSlot"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "want-slots";
        };
        WantSound: {
            channel?: string;
            mid: string;
            participant?: string;
            stage?: boolean;
        };
        WantSounds: {
            sounds: components["schemas"]["WantSound"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "want-sounds";
        };
        WatchRecord: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "watch-record";
            watching: boolean;
        };
        Welcome: {
            /**
             * @description refused and removed are problems
             * @enum {string}
             */
            admission: "lobby" | "admitted";
            /** @description in the lobby at none */
            agenda: components["schemas"]["AgendaState"];
            /** @description the last 200 that this person may see */
            chat: components["schemas"]["ChatMessage"][];
            /** @description opens their contents without a header (see Document.id), for 24 h while the person is in the meeting; a later welcome brings a new one. Empty in the lobby. */
            documentTicket: string;
            /** @description that this person may read, as they were added; empty in the lobby */
            documents: components["schemas"]["Document"][];
            floor: components["schemas"]["Floor"];
            /** @description zero in the lobby */
            floorTimes: components["schemas"]["FloorTimes"];
            /** @description interpreters only */
            glossary: components["schemas"]["Term"][];
            /** @description this server's relay, for a client that cannot reach the media port; empty where there is none, and in the lobby. Good for 24 h; a later welcome brings new ones. */
            iceServers: components["schemas"]["ICEServer"][];
            interpretation: components["schemas"]["Interpretation"];
            /** @description of speakers, that were opened or have somebody on them; empty in the lobby */
            lists: components["schemas"]["SpeakersList"][];
            /** @description chair and organiser only */
            lobby: components["schemas"]["Participant"][];
            /** @description the own participant identifier */
            me: string;
            /** @description the server still has the client's PeerConnection: an ICE restart is enough */
            mediaAlive: boolean;
            meeting: components["schemas"]["Meeting"];
            /** @description the server's time, RFC 3339 with milliseconds */
            now: string;
            /** @description empty in the lobby */
            participants: components["schemas"]["Participant"][];
            /** @description of order that wait for the chair; empty in the lobby */
            points: components["schemas"]["PointOfOrder"][];
            /** @description to come back as the same participant */
            resume: string;
            resumed: boolean;
            /** @description the page that everybody sees; none in the lobby */
            shown: components["schemas"]["ShownDocument"];
            /** @description participant, or empty */
            stage: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "welcome";
            /**
             * Format: int64
             * @enum {integer}
             */
            version: 1;
        };
        WriteCaption: {
            final: boolean;
            /** Format: int64 */
            id: number;
            language: string;
            /**
             * @description what the captioner hears; absent: the floor in its language, else its interpretation
             * @enum {string}
             */
            origin?: "floor" | "interpretation";
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "write-caption";
        };
        YieldFloor: {
            /** Format: int64 */
            id: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "yield-floor";
        };
        ZonedTime: {
            /** @description RFC 3339, UTC */
            at: string;
            /** @description the zone's rules have changed since: the clocks there will not show wall at that instant */
            moved?: boolean;
            /** @example 2021-06-08T10:00:00 */
            wall: string;
            /**
             * @description IANA
             * @example America/Mexico_City
             */
            zone: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Ack = components['schemas']['Ack'];
export type AddTerm = components['schemas']['AddTerm'];
export type Admit = components['schemas']['Admit'];
export type Admitted = components['schemas']['Admitted'];
export type AdoptedText = components['schemas']['AdoptedText'];
export type Adoption = components['schemas']['Adoption'];
export type AgendaChanged = components['schemas']['AgendaChanged'];
export type AgendaItem = components['schemas']['AgendaItem'];
export type AgendaState = components['schemas']['AgendaState'];
export type Answer = components['schemas']['Answer'];
export type AnswerTakeOver = components['schemas']['AnswerTakeOver'];
export type Archive = components['schemas']['Archive'];
export type ArrangeInterpretation = components['schemas']['ArrangeInterpretation'];
export type ArrangeList = components['schemas']['ArrangeList'];
export type ArrangedAgenda = components['schemas']['ArrangedAgenda'];
export type ArrangedBooth = components['schemas']['ArrangedBooth'];
export type Arrangement = components['schemas']['Arrangement'];
export type AskFloor = components['schemas']['AskFloor'];
export type Attribution = components['schemas']['Attribution'];
export type Booth = components['schemas']['Booth'];
export type BoothLevel = components['schemas']['BoothLevel'];
export type BoothLevels = components['schemas']['BoothLevels'];
export type Bye = components['schemas']['Bye'];
export type CallTechnician = components['schemas']['CallTechnician'];
export type Caption = components['schemas']['Caption'];
export type Channel = components['schemas']['Channel'];
export type ChatMessage = components['schemas']['ChatMessage'];
export type ChatReceived = components['schemas']['ChatReceived'];
export type CheckSeat = components['schemas']['CheckSeat'];
export type ClientMessage = components['schemas']['ClientMessage'];
export type CloseMicrophone = components['schemas']['CloseMicrophone'];
export type ClosedDay = components['schemas']['ClosedDay'];
export type Commitment = components['schemas']['Commitment'];
export type CommitmentAssessment = components['schemas']['CommitmentAssessment'];
export type CommitmentRights = components['schemas']['CommitmentRights'];
export type Commitments = components['schemas']['Commitments'];
export type Conflict = components['schemas']['Conflict'];
export type Correction = components['schemas']['Correction'];
export type CorrectionDecision = components['schemas']['CorrectionDecision'];
export type Cough = components['schemas']['Cough'];
export type CounterInputBody = components['schemas']['CounterInputBody'];
export type DeclineRecording = components['schemas']['DeclineRecording'];
export type Delegation = components['schemas']['Delegation'];
export type DelegationHome = components['schemas']['DelegationHome'];
export type DelegationTime = components['schemas']['DelegationTime'];
export type Delivery = components['schemas']['Delivery'];
export type DemoLink = components['schemas']['DemoLink'];
export type DemoLinks = components['schemas']['DemoLinks'];
export type DescribeIntervention = components['schemas']['DescribeIntervention'];
export type Difference = components['schemas']['Difference'];
export type Document = components['schemas']['Document'];
export type DocumentAdded = components['schemas']['DocumentAdded'];
export type DocumentList = components['schemas']['DocumentList'];
export type DocumentWithdrawn = components['schemas']['DocumentWithdrawn'];
export type EditSegment = components['schemas']['EditSegment'];
export type End = components['schemas']['End'];
export type Entry = components['schemas']['Entry'];
export type Floor = components['schemas']['Floor'];
export type FloorChanged = components['schemas']['FloorChanged'];
export type FloorReport = components['schemas']['FloorReport'];
export type FloorTimes = components['schemas']['FloorTimes'];
export type FloorTimesChanged = components['schemas']['FloorTimesChanged'];
export type FoundSegment = components['schemas']['FoundSegment'];
export type FromRevision = components['schemas']['FromRevision'];
export type GiveFloor = components['schemas']['GiveFloor'];
export type GiveNext = components['schemas']['GiveNext'];
export type GlossaryChanged = components['schemas']['GlossaryChanged'];
export type HandOver = components['schemas']['HandOver'];
export type Handover = components['schemas']['Handover'];
export type Hello = components['schemas']['Hello'];
export type IceServer = components['schemas']['ICEServer'];
export type Interpretation = components['schemas']['Interpretation'];
export type InterpretationChanged = components['schemas']['InterpretationChanged'];
export type InterpretationNotice = components['schemas']['InterpretationNotice'];
export type Interval = components['schemas']['Interval'];
export type Intervention = components['schemas']['Intervention'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationList = components['schemas']['InvitationList'];
export type IssuedInvitation = components['schemas']['IssuedInvitation'];
export type ItemRegime = components['schemas']['ItemRegime'];
export type KeptQuotation = components['schemas']['KeptQuotation'];
export type KeptQuotations = components['schemas']['KeptQuotations'];
export type KnownDay = components['schemas']['KnownDay'];
export type LateIntervention = components['schemas']['LateIntervention'];
export type LayersNeeded = components['schemas']['LayersNeeded'];
export type Leave = components['schemas']['Leave'];
export type Letter = components['schemas']['Letter'];
export type ListChanged = components['schemas']['ListChanged'];
export type ListEntry = components['schemas']['ListEntry'];
export type Listen = components['schemas']['Listen'];
export type LobbyChanged = components['schemas']['LobbyChanged'];
export type LocalHours = components['schemas']['LocalHours'];
export type Lock = components['schemas']['Lock'];
export type LowerHand = components['schemas']['LowerHand'];
export type MadeMeeting = components['schemas']['MadeMeeting'];
export type Meeting = components['schemas']['Meeting'];
export type MeetingChanged = components['schemas']['MeetingChanged'];
export type MeetingList = components['schemas']['MeetingList'];
export type MeetingRecord = components['schemas']['MeetingRecord'];
export type MeetingTexts = components['schemas']['MeetingTexts'];
export type MeetingTextsMayStruct = components['schemas']['MeetingTextsMayStruct'];
export type MemberChange = components['schemas']['MemberChange'];
export type MemberList = components['schemas']['MemberList'];
export type MoveAgenda = components['schemas']['MoveAgenda'];
export type MoveSpeaker = components['schemas']['MoveSpeaker'];
export type Mute = components['schemas']['Mute'];
export type MuteRequested = components['schemas']['MuteRequested'];
export type NewAgendaItem = components['schemas']['NewAgendaItem'];
export type NewAssent = components['schemas']['NewAssent'];
export type NewAssessment = components['schemas']['NewAssessment'];
export type NewBooth = components['schemas']['NewBooth'];
export type NewBracket = components['schemas']['NewBracket'];
export type NewCertificate = components['schemas']['NewCertificate'];
export type NewCommitment = components['schemas']['NewCommitment'];
export type NewCorrection = components['schemas']['NewCorrection'];
export type NewCursor = components['schemas']['NewCursor'];
export type NewDelegation = components['schemas']['NewDelegation'];
export type NewDraft = components['schemas']['NewDraft'];
export type NewHome = components['schemas']['NewHome'];
export type NewInvitation = components['schemas']['NewInvitation'];
export type NewLeg = components['schemas']['NewLeg'];
export type NewMeeting = components['schemas']['NewMeeting'];
export type NewMember = components['schemas']['NewMember'];
export type NewObjection = components['schemas']['NewObjection'];
export type NewParagraph = components['schemas']['NewParagraph'];
export type NewPlan = components['schemas']['NewPlan'];
export type NewPosition = components['schemas']['NewPosition'];
export type NewQuotation = components['schemas']['NewQuotation'];
export type NewReadout = components['schemas']['NewReadout'];
export type NewRectification = components['schemas']['NewRectification'];
export type NewRegime = components['schemas']['NewRegime'];
export type NewSegment = components['schemas']['NewSegment'];
export type NewSilence = components['schemas']['NewSilence'];
export type NewSlot = components['schemas']['NewSlot'];
export type NewStatement = components['schemas']['NewStatement'];
export type NewText = components['schemas']['NewText'];
export type NextLeg = components['schemas']['NextLeg'];
export type NextMeeting = components['schemas']['NextMeeting'];
export type NextPlan = components['schemas']['NextPlan'];
export type NextRights = components['schemas']['NextRights'];
export type NextSlot = components['schemas']['NextSlot'];
export type NextSlotRights = components['schemas']['NextSlotRights'];
export type Offer = components['schemas']['Offer'];
export type OfferLine = components['schemas']['OfferLine'];
export type OpenMicrophone = components['schemas']['OpenMicrophone'];
export type OwnInvitation = components['schemas']['OwnInvitation'];
export type Paragraph = components['schemas']['Paragraph'];
export type ParagraphBracket = components['schemas']['ParagraphBracket'];
export type ParagraphConflict = components['schemas']['ParagraphConflict'];
export type ParagraphEdit = components['schemas']['ParagraphEdit'];
export type ParagraphHistory = components['schemas']['ParagraphHistory'];
export type ParagraphPlace = components['schemas']['ParagraphPlace'];
export type ParagraphPosition = components['schemas']['ParagraphPosition'];
export type ParagraphRevision = components['schemas']['ParagraphRevision'];
export type ParagraphWords = components['schemas']['ParagraphWords'];
export type Participant = components['schemas']['Participant'];
export type ParticipantChanged = components['schemas']['ParticipantChanged'];
export type ParticipantLeft = components['schemas']['ParticipantLeft'];
export type PauseClock = components['schemas']['PauseClock'];
export type Ping = components['schemas']['Ping'];
export type PlanCancellation = components['schemas']['PlanCancellation'];
export type PointOfOrder = components['schemas']['PointOfOrder'];
export type PointsChanged = components['schemas']['PointsChanged'];
export type Pong = components['schemas']['Pong'];
export type Problem = components['schemas']['Problem'];
export type ProblemMessage = components['schemas']['ProblemMessage'];
export type PublicMeeting = components['schemas']['PublicMeeting'];
export type PublicNext = components['schemas']['PublicNext'];
export type Publication = components['schemas']['Publication'];
export type PublicationParty = components['schemas']['PublicationParty'];
export type PublicationRights = components['schemas']['PublicationRights'];
export type Publications = components['schemas']['Publications'];
export type PublishedParagraph = components['schemas']['PublishedParagraph'];
export type Quotation = components['schemas']['Quotation'];
export type QuotationCount = components['schemas']['QuotationCount'];
export type QuotationInputBody = components['schemas']['QuotationInputBody'];
export type QuotationMatch = components['schemas']['QuotationMatch'];
export type QuotationRun = components['schemas']['QuotationRun'];
export type RaisePoint = components['schemas']['RaisePoint'];
export type React = components['schemas']['React'];
export type Reacted = components['schemas']['Reacted'];
export type RecordArrangement = components['schemas']['RecordArrangement'];
export type RecordChanged = components['schemas']['RecordChanged'];
export type RecordIntervention = components['schemas']['RecordIntervention'];
export type RecordRights = components['schemas']['RecordRights'];
export type RecordSpeaker = components['schemas']['RecordSpeaker'];
export type RecordVersion = components['schemas']['RecordVersion'];
export type RecordWithheld = components['schemas']['RecordWithheld'];
export type RecorderChanged = components['schemas']['RecorderChanged'];
export type Recording = components['schemas']['Recording'];
export type RecordingList = components['schemas']['RecordingList'];
export type Refuse = components['schemas']['Refuse'];
export type Regime = components['schemas']['Regime'];
export type Remove = components['schemas']['Remove'];
export type RemoveTerm = components['schemas']['RemoveTerm'];
export type ReportSource = components['schemas']['ReportSource'];
export type Seal = components['schemas']['Seal'];
export type SearchResult = components['schemas']['SearchResult'];
export type Seat = components['schemas']['Seat'];
export type Segment = components['schemas']['Segment'];
export type SegmentChanged = components['schemas']['SegmentChanged'];
export type SegmentEdit = components['schemas']['SegmentEdit'];
export type SegmentEditor = components['schemas']['SegmentEditor'];
export type SegmentEditors = components['schemas']['SegmentEditors'];
export type SegmentJoin = components['schemas']['SegmentJoin'];
export type SegmentPage = components['schemas']['SegmentPage'];
export type SegmentSplit = components['schemas']['SegmentSplit'];
export type SendChat = components['schemas']['SendChat'];
export type SeriesMeeting = components['schemas']['SeriesMeeting'];
export type ServerMessage = components['schemas']['ServerMessage'];
export type SetCaptions = components['schemas']['SetCaptions'];
export type SetFloorLanguage = components['schemas']['SetFloorLanguage'];
export type SetHand = components['schemas']['SetHand'];
export type SetInput = components['schemas']['SetInput'];
export type SetLanguage = components['schemas']['SetLanguage'];
export type SetMedia = components['schemas']['SetMedia'];
export type SetOutput = components['schemas']['SetOutput'];
export type SetProtocolOrder = components['schemas']['SetProtocolOrder'];
export type SetRegime = components['schemas']['SetRegime'];
export type SetShift = components['schemas']['SetShift'];
export type Settlement = components['schemas']['Settlement'];
export type Shift = components['schemas']['Shift'];
export type ShowDocument = components['schemas']['ShowDocument'];
export type ShownDocument = components['schemas']['ShownDocument'];
export type ShownDocumentChanged = components['schemas']['ShownDocumentChanged'];
export type Sit = components['schemas']['Sit'];
export type SlotAnswer = components['schemas']['SlotAnswer'];
export type SlotChanged = components['schemas']['SlotChanged'];
export type SlotReply = components['schemas']['SlotReply'];
export type SlowDown = components['schemas']['SlowDown'];
export type SoundInadequate = components['schemas']['SoundInadequate'];
export type SoundRecording = components['schemas']['SoundRecording'];
export type SourceQuality = components['schemas']['SourceQuality'];
export type Speaker = components['schemas']['Speaker'];
export type SpeakerRegime = components['schemas']['SpeakerRegime'];
export type SpeakerTime = components['schemas']['SpeakerTime'];
export type Speakers = components['schemas']['Speakers'];
export type SpeakersList = components['schemas']['SpeakersList'];
export type SpeechState = components['schemas']['SpeechState'];
export type StageChanged = components['schemas']['StageChanged'];
export type Stand = components['schemas']['Stand'];
export type StartRecording = components['schemas']['StartRecording'];
export type StatementCheck = components['schemas']['StatementCheck'];
export type StatementFinding = components['schemas']['StatementFinding'];
export type StatementOverride = components['schemas']['StatementOverride'];
export type StopRecording = components['schemas']['StopRecording'];
export type TakeOver = components['schemas']['TakeOver'];
export type TakeOverAsked = components['schemas']['TakeOverAsked'];
export type TalkToFloor = components['schemas']['TalkToFloor'];
export type Term = components['schemas']['Term'];
export type TermIn = components['schemas']['TermIn'];
export type TextAssent = components['schemas']['TextAssent'];
export type TextCertificate = components['schemas']['TextCertificate'];
export type TextChange = components['schemas']['TextChange'];
export type TextHead = components['schemas']['TextHead'];
export type TextNews = components['schemas']['TextNews'];
export type TextObjection = components['schemas']['TextObjection'];
export type TextObstacle = components['schemas']['TextObstacle'];
export type TextPart = components['schemas']['TextPart'];
export type TextPerson = components['schemas']['TextPerson'];
export type TextPresence = components['schemas']['TextPresence'];
export type TextRectification = components['schemas']['TextRectification'];
export type TextRights = components['schemas']['TextRights'];
export type TextSilence = components['schemas']['TextSilence'];
export type TimeSpent = components['schemas']['TimeSpent'];
export type Uninterpretable = components['schemas']['Uninterpretable'];
export type Unlist = components['schemas']['Unlist'];
export type WantSlot = components['schemas']['WantSlot'];
export type WantSlots = components['schemas']['WantSlots'];
export type WantSound = components['schemas']['WantSound'];
export type WantSounds = components['schemas']['WantSounds'];
export type WatchRecord = components['schemas']['WatchRecord'];
export type Welcome = components['schemas']['Welcome'];
export type WriteCaption = components['schemas']['WriteCaption'];
export type YieldFloor = components['schemas']['YieldFloor'];
export type ZonedTime = components['schemas']['ZonedTime'];
export type $defs = Record<string, never>;
export interface operations {
    "get-demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The demonstration's links. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoLinks"];
                };
            };
            /** @description No demonstration is running. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-own-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnInvitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-invitation-calendar": {
        parameters: {
            query?: {
                /** @description BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description an iCalendar object */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    "Content-Disposition"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-invitation-letter": {
        parameters: {
            query?: {
                /** @description BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Letter"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to WebSocket (RFC 6455) */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientMessage"] | components["schemas"]["ServerMessage"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingList"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-meeting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMeeting"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-meeting": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "arrange-agenda": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArrangedAgenda"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "adopt-agenda": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adoption"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-archive": {
        parameters: {
            query?: {
                /** @description of Archive, in the place of a token */
                ticket?: string;
            };
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A ZIP file (docs/archive.md) for `cumbre verify`. 206 for a Range, 304 for an If-None-Match. */
            200: {
                headers: {
                    /** @description the SHA-256 of the file, hexadecimal, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "seal-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It was made, and is the last of the seals. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-archive-seals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-commitments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commitments"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "make-commitment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommitment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commitments"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "assess-commitment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the commitment's id */
                commitment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAssessment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commitments"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "settle-commitment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the commitment's id */
                commitment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settlement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commitments"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-member": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedInvitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "remove-member": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
                /** @description the id of the member's invitation */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-member": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
                /** @description the id of the member's invitation */
                member: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "renew-member": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
                /** @description the id of the member's invitation */
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedInvitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-documents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentList"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description its id or its exact name; without: the own one. A delegate's is always the own one */
                    delegation?: string;
                    /**
                     * Format: binary
                     * @description the form's last part, at most 25 MiB: PDF, PNG, JPEG, or plain text in UTF-8 of at most 200,000 characters. Its filename says which (.pdf, .png, .jpg, .txt), and the content must be that
                     */
                    file: string;
                    /** @description the agenda item's id; without: of no item */
                    item?: string;
                    /**
                     * @description document: for everybody in the meeting; prepared: a speech, for the booths, those who lead and the own delegation
                     * @enum {string}
                     */
                    kind: "document" | "prepared";
                    /** @description BCP 47; a prepared text needs it */
                    language?: string;
                    /** @description of a prepared text: who will speak. Needed where there is no delegation */
                    speaker?: string;
                    /** @description up to 200 characters; without: the file's name */
                    title?: string;
                };
            };
        };
        responses: {
            /** @description It was added. */
            201: {
                headers: {
                    /** @description the document's address, for DELETE */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "withdraw-document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the document's id */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-document-content": {
        parameters: {
            query?: {
                /** @description of a welcome (documentTicket), in the place of a token */
                ticket?: string;
            };
            header?: never;
            path: {
                meeting: string;
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content, with its own Content-Type. 206 for a Range, 304 for an If-None-Match. */
            200: {
                headers: {
                    /** @description the SHA-256 of the content, hexadecimal, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-floor": {
        parameters: {
            query?: {
                /** @description of one item of the agenda, by its id; none: of what belongs to no item; without: of all */
                item?: string;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FloorReport"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-interpretation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrangement"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "arrange-interpretation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Arrangement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrangement"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedInvitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the invitation's id */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "revoke-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the invitation's id */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "refuse-entry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the invitation's id */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Entry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "renew-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the invitation's id */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedInvitation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-next-calendar": {
        parameters: {
            query?: {
                /** @description BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English */
                language?: string;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description an iCalendar object */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    "Content-Disposition"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cancel-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanCancellation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "counter-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CounterInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-home": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the delegation's id */
                delegation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHome"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-next-letter": {
        parameters: {
            query?: {
                /** @description BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English */
                language?: string;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Letter"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "make-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPlan"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "propose-slot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSlot"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "withdraw-slot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description NextSlot.id */
                slot: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "answer-slot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description NextSlot.id */
                slot: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlotReply"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-publications": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Publications"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptQuotations"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "keep-quote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQuotation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptQuotations"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "verify-quote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotationInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotation"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "drop-quote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description KeptQuotation.id */
                quotation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptQuotations"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "publish-readout": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReadout"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Publications"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-record": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "arrange-record": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordArrangement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-akn": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/akn+xml": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-html": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-json": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-odt": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.oasis.opendocument.text": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-pdf": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-record-vtt": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken */
                language?: string;
                /** @description of the draft; without: verbatim */
                form?: "verbatim" | "summary";
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/vtt": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "request-correction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCorrection"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "decide-correction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the correction's id */
                correction: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionDecision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-intervention": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LateIntervention"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-delivery": {
        parameters: {
            query: {
                /** @description a prepared text, plain */
                document: string;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the intervention's id */
                intervention: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "search-record": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description words, each found where a word begins with it; case and accents do not count */
                q?: string;
                /** @description without: all */
                language?: string;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-segments": {
        parameters: {
            query?: {
                /** @description without: the draft, and for observers and press the last version */
                version?: number;
                /** @description of the draft: segments that have changed after that change; of a version: after so many */
                since?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPage"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-segment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSegment"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "revise-segment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the segment's id */
                segment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "join-segments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the segment's id */
                segment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentJoin"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPage"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "split-segment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the segment's id */
                segment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentSplit"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPage"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "publish-record": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingRecord"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-record-text": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines of JSON (docs/record.md). Their SHA-256 is the version's. */
            200: {
                headers: {
                    /** @description the SHA-256, hexadecimal, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-recordings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingList"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-recording-content": {
        parameters: {
            query?: {
                /** @description RFC 3339; without: the recording's start */
                from?: string;
                /** @description RFC 3339; without: ten minutes after from */
                to?: string;
                /** @description of a welcome (documentTicket), in the place of a token */
                ticket?: string;
            };
            header?: never;
            path: {
                meeting: string;
                recording: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ogg/Opus (RFC 7845). 206 for a Range, 304 for an If-None-Match. */
            200: {
                headers: {
                    /** @description the SHA-256 of the whole, hexadecimal, in quotes; not of a part, nor of what is still being written */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-regime": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRegime"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-segment-sound": {
        parameters: {
            query?: {
                /** @description of a welcome (documentTicket), in the place of a token */
                ticket?: string;
            };
            header?: never;
            path: {
                meeting: string;
                /** @description the segment's id */
                segment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ogg/Opus (RFC 7845). 206 for a Range, 304 for an If-None-Match. */
            200: {
                headers: {
                    /** @description the SHA-256 of the whole, hexadecimal, in quotes; not of a part, nor of what is still being written */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "publish-statement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStatement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Publications"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-texts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingTexts"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "begin-text": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewText"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-text": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "withdraw-assent": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "give-assent": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAssent"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "release-bracket": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the bracket's id */
                bracket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-canonical-text": {
        parameters: {
            query?: {
                language?: string;
            };
            header?: never;
            path: {
                meeting: string;
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines of JSON (docs/texts.md). Their SHA-256 is TextHead.sha256; with a language that of TextHead.hashes. */
            200: {
                headers: {
                    /** @description the SHA-256, hexadecimal, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "certify-conformity": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCertificate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-text": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementCheck"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "watch-text": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-text-akn": {
        parameters: {
            query?: {
                /** @description one of the text's; without: all, side by side (Akoma Ntoso: the first) */
                language?: string;
                /** @description the delegation whose copy it is: it is named and signs first, and its language is the first */
                copy?: string;
                /** @description of an adopted text; without: the last, or the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/akn+xml": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-text-html": {
        parameters: {
            query?: {
                /** @description one of the text's; without: all, side by side (Akoma Ntoso: the first) */
                language?: string;
                /** @description the delegation whose copy it is: it is named and signs first, and its language is the first */
                copy?: string;
                /** @description of an adopted text; without: the last, or the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-text-json": {
        parameters: {
            query?: {
                /** @description one of the text's; without: all, side by side (Akoma Ntoso: the first) */
                language?: string;
                /** @description the delegation whose copy it is: it is named and signs first, and its language is the first */
                copy?: string;
                /** @description of an adopted text; without: the last, or the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-text-odt": {
        parameters: {
            query?: {
                /** @description one of the text's; without: all, side by side (Akoma Ntoso: the first) */
                language?: string;
                /** @description the delegation whose copy it is: it is named and signs first, and its language is the first */
                copy?: string;
                /** @description of an adopted text; without: the last, or the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.oasis.opendocument.text": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "export-text-pdf": {
        parameters: {
            query?: {
                /** @description one of the text's; without: all, side by side (Akoma Ntoso: the first) */
                language?: string;
                /** @description the delegation whose copy it is: it is named and signs first, and its language is the first */
                copy?: string;
                /** @description of an adopted text; without: the last, or the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "break-silence": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewObjection"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "add-paragraph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewParagraph"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "revise-paragraph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParagraphEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "ask-bracket": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBracket"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-paragraph-history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParagraphHistory"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "place-paragraph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParagraphPlace"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "take-position": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPosition"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "draft-translation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "withdraw-paragraph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the paragraph's id */
                paragraph: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FromRevision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "move-cursor": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCursor"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "propose-rectification": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRectification"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "refuse-rectification": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
                /** @description the rectification's id */
                rectification: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewObjection"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "open-silence": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSilence"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "cancel-silence": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the meeting's id */
                meeting: string;
                /** @description the text's id */
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextChange"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It lives. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In Prometheus's text format. 404 where the server is set not to serve them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-public-page": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description for everybody, without a token; 404 until something is issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-public-data": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description for everybody, without a token; 404 until something is issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicMeeting"];
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-public-feed": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description for everybody, without a token; 404 until something is issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can; else 503, and the problem says why not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whep-create": {
        parameters: {
            query?: {
                /** @description whose channel is wanted, BCP 47; without, or where nobody works into it: the floor */
                language?: string;
            };
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The SDP answer. */
            201: {
                headers: {
                    /** @description of its ICE session, for If-Match */
                    ETag?: string;
                    /** @description the session's address, for PATCH and DELETE */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/sdp": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whep-delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whep-patch": {
        parameters: {
            query?: never;
            header: {
                /** @description the session's ETag, or * to restart ICE */
                "If-Match": string;
            };
            path: {
                meeting: string;
                session: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/trickle-ice-sdpfrag": string;
            };
        };
        responses: {
            /** @description The server's side of the restarted ICE session, with its new ETag. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/trickle-ice-sdpfrag": string;
                };
            };
            /** @description The candidates were taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whip-create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The SDP answer. */
            201: {
                headers: {
                    /** @description of its ICE session, for If-Match */
                    ETag?: string;
                    /** @description the session's address, for PATCH and DELETE */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/sdp": string;
                };
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whip-delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meeting: string;
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "whip-patch": {
        parameters: {
            query?: never;
            header: {
                /** @description the session's ETag, or * to restart ICE */
                "If-Match": string;
            };
            path: {
                meeting: string;
                session: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/trickle-ice-sdpfrag": string;
            };
        };
        responses: {
            /** @description The server's side of the restarted ICE session, with its new ETag. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/trickle-ice-sdpfrag": string;
                };
            };
            /** @description The candidates were taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong with the request, and what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
