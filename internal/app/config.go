package app

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/network"
)

// Config is everything that can be set from outside, by flags or by variables
// CUPPA_…. It is embedded in the commands that need it.
type Config struct {
	Data     string `help:"Directory for the database and the key file." default:"data" env:"CUPPA_DATA" type:"path"`
	Database string `help:"PostgreSQL address (postgres://…). Empty keeps an SQLite file in the data directory." env:"CUPPA_DATABASE"`
	Base     string `help:"Address that people use, for example https://network.example.org. Links in emails begin with it. Left out, it is where Cuppa listens on this machine, which is enough to try it." env:"CUPPA_BASE_URL"`

	SMTPHost     string `name:"smtp-host" help:"Mail server. Without one, letters wait in the outbox." env:"CUPPA_SMTP_HOST"`
	SMTPPort     int    `name:"smtp-port" help:"Port of the mail server." default:"587" env:"CUPPA_SMTP_PORT"`
	SMTPUser     string `name:"smtp-user" help:"User at the mail server." env:"CUPPA_SMTP_USER"`
	SMTPPassword string `name:"smtp-password" help:"Password at the mail server; CUPPA_SMTP_PASSWORD_FILE names a file that holds it." env:"CUPPA_SMTP_PASSWORD"`
	SMTPTLS      string `name:"smtp-tls" help:"How the connection is made safe: starttls, implicit, or none (only to this machine)." default:"starttls" enum:"starttls,implicit,none" env:"CUPPA_SMTP_TLS"`
	From         string `help:"Address that letters come from." default:"${localSender}" env:"CUPPA_FROM"`
	FromName     string `help:"Name that letters come from; empty is the network's name." env:"CUPPA_FROM_NAME"`

	JitsiAppID  string `name:"jitsi-app-id" help:"Application ID that your Jitsi server knows, where it lets only people with a signed token in." env:"CUPPA_JITSI_APP_ID"`
	JitsiSecret string `name:"jitsi-secret" help:"Secret that your Jitsi server shares with Cuppa, to sign tokens; CUPPA_JITSI_SECRET_FILE names a file that holds it." env:"CUPPA_JITSI_SECRET"`
}

// defaultListen is where Cuppa listens when nobody says otherwise.
const defaultListen = "127.0.0.1:8080"

// baseOf is the address that people use: the one given, or else where Cuppa
// listens, so that whoever tries another port gets links that lead there.
func baseOf(base, listen string) string {
	if base != "" {
		return strings.TrimRight(base, "/")
	}
	host, port, err := net.SplitHostPort(cmp.Or(listen, defaultListen))
	if err != nil {
		return "http://" + defaultListen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// prepare checks the configuration and makes the data directory.
func (c *Config) prepare() error {
	if err := c.check(); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	return nil
}

// existing checks the configuration and that there is a data directory: what
// only looks at a network makes none.
func (c *Config) existing() error {
	if err := c.check(); err != nil {
		return err
	}
	if _, err := os.Stat(c.Data); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no data directory %s. `cuppa serve` makes it at its first start; --data or CUPPA_DATA names another", c.Data)
	}
	return nil
}

// check reads secrets from files and checks what can be checked without
// connecting anywhere.
func (c *Config) check() error {
	c.Base = baseOf(c.Base, os.Getenv("CUPPA_LISTEN"))
	u, err := url.Parse(c.Base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Path != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("the base URL %q must look like https://network.example.org, without a path", c.Base)
	}
	if err := fromFile(&c.SMTPPassword, "CUPPA_SMTP_PASSWORD_FILE", "mail password"); err != nil {
		return err
	}
	if err := fromFile(&c.JitsiSecret, "CUPPA_JITSI_SECRET_FILE", "Jitsi secret"); err != nil {
		return err
	}
	if (c.JitsiAppID == "") != (c.JitsiSecret == "") {
		return errors.New("CUPPA_JITSI_APP_ID and CUPPA_JITSI_SECRET belong together: set both, or neither")
	}
	return nil
}

// fromFile reads a secret that is not given from the file that a variable names.
func fromFile(secret *string, variable, what string) error {
	file := os.Getenv(variable)
	if file == "" || *secret != "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the %s: %w", what, err)
	}
	*secret = strings.TrimSpace(string(text))
	return nil
}

// localSender is where letters come from until somebody says otherwise. Only
// this machine takes them.
const localSender = "network@localhost"

func (c *Config) database() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "cuppa.db")
}

// KeyFile is where the secret key is kept: beside the database, not in it.
func (c *Config) KeyFile() string { return filepath.Join(c.Data, "secret.key") }

func (c *Config) mail(demo bool, n *network.Networks) mail.Config {
	return mail.Config{
		Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPassword, TLS: c.SMTPTLS,
		FromAddress: c.From, FromName: c.FromName, BaseURL: c.Base, Network: n.Name, Language: n.Language, Contact: n.Contact, Demo: demo,
	}
}

// Prefixes reads addresses or networks of trusted proxies.
func prefixes(texts []string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range texts {
		if a, err := netip.ParseAddr(text); err == nil {
			list = append(list, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q is neither an address nor a network", text)
		}
		list = append(list, p)
	}
	return list, nil
}
