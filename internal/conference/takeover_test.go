package conference_test

import (
	"context"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// A computer that was asleep while its owner went on with the telephone must not put the telephone out as it wakes up.
func TestNobodyIsPutOutByAClientThatComesBackByItself(t *testing.T) {
	for name, options := range map[string][]func(*conference.Invite){"a delegate": nil, "who acts for others": {authority}} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				inv := w.invite("delegate", "Bob", "México", options...)
				computer := w.join(inv.Token)
				computer.attendance.Lost()
				back, err := w.comesBack(inv.Token, computer.resume)
				if err != nil {
					t.Fatalf("after a loss: %v", err)
				}
				back.attendance.Lost()
				time.Sleep(5 * time.Second) // nobody reloads a page for so long
				telephone := w.join(inv.Token)
				refused := func() {
					t.Helper()
					if _, err := w.comesBack(inv.Token, back.resume); code(err) != "session-replaced" {
						t.Errorf("%v", err)
					}
					if _, asked := find[protocol.TakeOverAsked](telephone); asked {
						t.Error("who has the place is asked")
					}
				}
				refused()
				telephone.attendance.Lost() // its owner is in a tunnel
				refused()
				if telephone, err = w.comesBack(inv.Token, telephone.resume); err != nil {
					t.Fatalf("out of the tunnel: %v", err)
				}
				telephone.attendance.Lost()
				time.Sleep(5 * time.Second)
				computer = w.rejoin(inv.Token, back.resume) // "Continue here instead"
				if _, err := w.comesBack(inv.Token, telephone.resume); code(err) != "session-replaced" {
					t.Errorf("%v", err)
				}
				computer.attendance.Lost()
				time.Sleep(time.Hour) // nobody has it any more
				if _, err := w.comesBack(inv.Token, telephone.resume); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Whoever acts for others is asked before a second session takes over.
func TestWhoActsForOthersIsAskedBeforeATakeOver(t *testing.T) {
	answer := func(allow bool) func(int) protocol.ClientMessage {
		return func(id int) protocol.ClientMessage { return protocol.AnswerTakeOver{ID: id, Allow: allow} }
	}
	inWorld(t, func(w *world) {
		inv := w.invite("delegate", "Bob", "México", authority)
		first := w.join(inv.Token)
		first.ok(answer(true)) // nobody has asked: it says nothing
		try := func(want string) *client {
			t.Helper()
			c, err := w.tryJoin(inv.Token, "")
			if code(err) != want && (want != "" || err != nil) {
				t.Fatalf("%v, want %q", err, want)
			}
			return c
		}
		try("session-in-use")
		need[protocol.TakeOverAsked](first)
		try("session-in-use")
		if _, twice := find[protocol.TakeOverAsked](first); twice {
			t.Error("asked twice in a second")
		}
		first.ok(answer(false))
		try("session-kept")
		time.Sleep(61 * time.Second)
		try("session-in-use")
		first.ok(answer(true))
		second := try("")
		if first.take(); first.bye != "replaced" || second.me != first.me {
			t.Errorf("bye %q", first.bye)
		}
		try("session-in-use") // the consent was for one
		// Who has given the place up asks as everybody does, secret or not.
		if _, err := w.tryJoin(inv.Token, first.resume); code(err) != "session-in-use" {
			t.Errorf("the first takes the place back: %v", err)
		}
		// While a page is loaded anew nobody takes the place; if its browser crashed, its loss is enough. A reload proves who it is.
		second.attendance.Lost()
		time.Sleep(4 * time.Second)
		try("session-in-use")
		time.Sleep(time.Second)
		third := try("")
		fourth := w.rejoin(inv.Token, third.resume)
		if third.take(); third.bye != "replaced" || fourth.me != first.me {
			t.Errorf("bye %q", third.bye)
		}
		// An answer is its giver's: who has the place next is asked anew.
		try("session-in-use")
		fourth.ok(answer(false))
		fourth.attendance.Lost()
		time.Sleep(4 * time.Second)
		try("session-kept")
		time.Sleep(time.Second)
		fifth := try("")
		try("session-in-use")
		need[protocol.TakeOverAsked](fifth)
	})
}

// A client whose first welcome is late says hello again, beside: it is one client all the same.
func TestASecondHelloIsTheSameClient(t *testing.T) {
	hello := func(token string, attempt int) protocol.Hello {
		return protocol.Hello{Version: protocol.Version, Token: token, Instance: "page", Attempt: attempt}
	}
	for name, invite := range map[string]func(*world) conference.Invitation{
		"a delegate":          func(w *world) conference.Invitation { return w.invite("delegate", "Bob", "México") },
		"who acts for others": func(w *world) conference.Invitation { return w.invite("delegate", "Bob", "México", authority) },
		"one of many":         func(w *world) conference.Invitation { return w.invite("press", "Gallery", "", shared) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				token := invite(w).Token
				w.join(w.invite("chair", "Chair", "").Token)
				first, err := w.say(hello(token, 1))
				if err != nil {
					t.Fatal(err)
				}
				third, err := w.say(hello(token, 3))
				if err != nil || third.me != first.me || third.resume != first.resume {
					t.Fatalf("%v, %+v", err, third)
				}
				if first.take(); first.bye != "replaced" || !first.byeOwn {
					t.Errorf("bye %q, own %v", first.bye, first.byeOwn)
				}
				if _, asked := find[protocol.TakeOverAsked](first); asked {
					t.Error("asked about itself")
				}
				if _, err := w.say(hello(token, 2)); code(err) != "hello-outdated" {
					t.Errorf("the second, which was on its way for longer: %v", err)
				}
				if third.take(); third.bye != "" {
					t.Errorf("bye %q", third.bye)
				}
				if _, err := w.comesBack(token, first.resume); err != nil {
					t.Errorf("by the first welcome: %v", err)
				}
				if third.take(); third.bye != "replaced" || third.byeOwn {
					t.Errorf("by another page: bye %q, own %v", third.bye, third.byeOwn)
				}
			})
		})
	}
}

// A link that lets nobody in any more throws nobody out.
func TestAVoidLinkBringsBackWhoIsIn(t *testing.T) {
	for name, tc := range map[string]struct {
		invite func(*world) conference.Invitation
		void   func(*world, conference.Invitation)
		want   string
	}{
		"renewed": {
			func(w *world) conference.Invitation { return w.invite("delegate", "Bob", "") },
			func(w *world, inv conference.Invitation) {
				if _, err := w.hub.Renew(context.Background(), w.meeting.ID, inv.ID, ""); err != nil {
					w.t.Fatal(err)
				}
			}, "token-replaced",
		},
		"expired, of many": {
			func(w *world) conference.Invitation {
				return w.invite("press", "Gallery", "", shared, func(in *conference.Invite) { in.Expires = time.Now().Add(time.Hour) })
			},
			func(*world, conference.Invitation) { time.Sleep(2 * time.Hour) }, "token-expired",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				inv := tc.invite(w)
				bob := w.join(inv.Token)
				tc.void(w, inv)
				if _, err := w.tryJoin(inv.Token, ""); code(err) != tc.want {
					t.Errorf("somebody new: %v", err)
				}
				if _, err := w.hub.Authenticate(context.Background(), inv.Token); code(err) != tc.want {
					t.Errorf("by HTTP: %v", err)
				}
				bob.attendance.Lost()
				back, err := w.comesBack(inv.Token, bob.resume)
				if err != nil || back.me != bob.me {
					t.Fatalf("who is in: %v", err)
				}
				back.attendance.Lost()
				time.Sleep(time.Hour)
				if _, err := w.comesBack(inv.Token, bob.resume); code(err) != tc.want {
					t.Errorf("who is not any more: %v", err)
				}
			})
		})
	}
}

// A computer that wakes up an hour later does not bring back, with an open microphone, who left by telephone.
func TestWhoHasLeftIsNotBroughtBack(t *testing.T) {
	inWorld(t, func(w *world) {
		w.join(w.invite("chair", "Chair", "").Token)
		inv := w.invite("delegate", "Bob", "")
		computer := w.join(inv.Token)
		computer.attendance.Lost()
		telephone := w.join(inv.Token)
		telephone.say(protocol.Leave{})
		time.Sleep(time.Hour)
		if _, err := w.comesBack(inv.Token, computer.resume); code(err) != "session-left" {
			t.Errorf("by itself: %v", err)
		}
		again := w.rejoin(inv.Token, computer.resume)
		again.attendance.Lost()
		if _, err := w.comesBack(inv.Token, again.resume); err != nil {
			t.Errorf("after coming by hand: %v", err)
		}
	})
}
